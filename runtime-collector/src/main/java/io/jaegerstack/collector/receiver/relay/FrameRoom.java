package io.jaegerstack.collector.receiver.relay;

/// Heap for frames that the queue has not taken, over all connections: decoded ones, counted as the
/// queue counts them, and those that wait as they came.
final class FrameRoom {
  /// Each of the two has this part of what the queue has.
  private static final int PART = 2;

  private final HeapShare decoded;
  private final HeapShare waiting;

  /// @param queueBytes bound of the queue
  FrameRoom(long queueBytes) {
    this.decoded = new HeapShare(queueBytes / PART);
    this.waiting = new HeapShare(queueBytes / PART);
  }

  HeapShare decoded() {
    return decoded;
  }

  HeapShare waiting() {
    return waiting;
  }

  long held() {
    return decoded.held() + waiting.held();
  }
}
