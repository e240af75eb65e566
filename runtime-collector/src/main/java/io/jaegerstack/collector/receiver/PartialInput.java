package io.jaegerstack.collector.receiver;

/// What one connection has read of a message that is not whole: counted against the port's memory
/// with the whole buffer that it keeps alive, and with its age, so that somebody can end it. For
/// the connection's event loop.
public final class PartialInput {
  /// Fired into the pipeline where there is no room for what is left of a message.
  public enum NoRoom {
    NOW
  }

  private static final long NONE = 0;

  private final UnfinishedBytes unfinished;
  private long reserved;
  private long since = NONE;

  public PartialInput(UnfinishedBytes unfinished) {
    this.unfinished = unfinished;
  }

  /// A read has ended. Whether there is room for what it left.
  ///
  /// @param isAwaited whether a message began that is not whole, and is being read
  /// @param bytes of the buffer that what is left keeps alive
  public boolean read(boolean isAwaited, long bytes) {
    if (!isAwaited) {
      since = NONE;
    } else if (since == NONE) {
      since = System.nanoTime() | 1;
    }
    release();
    if (!unfinished.reserve(bytes)) {
      return false;
    }
    reserved = bytes;
    return true;
  }

  /// The message is whole: the next one is as old as its first byte.
  public void completed() {
    since = NONE;
  }

  /// The buffer is gone.
  public void release() {
    unfinished.release(reserved);
    reserved = 0;
  }

  /// How long the message that is not whole has been coming in; 0 where there is none.
  public long nanos() {
    return since == NONE ? 0 : System.nanoTime() - since;
  }
}
