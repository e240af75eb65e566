package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.collector.pipeline.Admission;
import io.jaegerstack.collector.pipeline.Completion;
import io.jaegerstack.collector.pipeline.OfferedBatch;
import io.jaegerstack.collector.pipeline.Settlement;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.relay.FrameHeader;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A frame between its coming and its end. Its event loop decodes it once there is memory for that,
/// and offers its parts, one after another, as there is room; whoever settles the last of them ends
/// it.
final class FrameInWork implements Completion {
  /// Who decodes frames, and is told of their end: each ends once.
  interface Keeper {
    /// Decodes `body`.
    ///
    /// @param completion of all parts
    /// @throws WireFormatException where it is not what its header says
    Opened open(FrameHeader header, String tenant, byte[] body, Completion completion);

    /// It cannot be read, and would not be another time.
    void rejected(FrameHeader header, String why);

    /// @param settlement of all parts together
    /// @param why the frame had to be given up; empty where all of it was taken
    void ended(FrameHeader header, Settlement settlement, int unreadable, String why);

    /// Something of ours broke; the frame ends all the same, and [#ended] is told.
    void failed(FrameHeader header, Throwable ours);
  }

  /// A frame that is decoded.
  ///
  /// @param unreadable spans that cannot be offered
  /// @param bytes of heap, as the queue counts them
  record Opened(List<OfferedBatch> parts, int unreadable, long bytes) {}

  private static final Settlement NOTHING = new Settlement(0, 0, 0);
  private static final byte[] GONE = {};

  private final FrameHeader header;
  private final String tenant;
  private final FrameRoom room;
  private final long expectedBytes;
  private final Keeper keeper;
  private final AtomicInteger open = new AtomicInteger(1);
  private byte[] body;
  private boolean isOpened;
  private long waitingBytes;
  private long decodedBytes;
  private List<OfferedBatch> parts = List.of();
  private int next;
  private volatile int unreadable;
  private volatile String why = "";
  private Settlement sum = NOTHING;

  /// @param body as it came
  /// @param expectedBytes of heap once it is decoded
  FrameInWork(
      FrameHeader header,
      String tenant,
      byte[] body,
      long expectedBytes,
      FrameRoom room,
      Keeper keeper) {
    this.header = header;
    this.tenant = tenant;
    this.body = body;
    this.expectedBytes = expectedBytes;
    this.room = room;
    this.keeper = keeper;
  }

  /// Offers what is left; empty once there is nothing left to offer, else why there is no room.
  Optional<Admission.Cause> take() {
    try {
      if (!isOpened && !open()) {
        return Optional.of(Admission.Cause.QUEUE_FULL);
      }
      while (next < parts.size()) {
        Optional<Admission.Cause> refusal = parts.get(next).take();
        if (refusal.isPresent()) {
          return refusal;
        }
        next++;
      }
    } catch (WireFormatException broken) {
      leave();
      keeper.rejected(header, String.valueOf(broken.getMessage()));
      return Optional.empty();
    } catch (RuntimeException | Error ours) {
      keeper.failed(header, ours);
      giveUp("the collector failed: " + ours);
      return Optional.empty();
    }
    leave();
    close(1);
    return Optional.empty();
  }

  /// Decodes the frame; false where there is no memory for it now.
  private boolean open() {
    if (!room.decoded().reserve(expectedBytes)) {
      return false;
    }
    decodedBytes = expectedBytes;
    Opened opened = keeper.open(header, tenant, body, this);
    isOpened = true;
    body = GONE;
    room.waiting().release(waitingBytes);
    waitingBytes = 0;
    room.decoded().correct(opened.bytes() - decodedBytes);
    decodedBytes = opened.bytes();
    unreadable = opened.unreadable();
    parts = opened.parts();
    open.addAndGet(parts.size());
    return true;
  }

  /// Whether there is memory for it while it waits.
  boolean mayWait() {
    if (isOpened || waitingBytes > 0) {
      return true;
    }
    if (!room.waiting().reserve(body.length)) {
      return false;
    }
    waitingBytes = body.length;
    return true;
  }

  /// Offers no more: what is left is the agent's, and so is the frame.
  void giveUp(String message) {
    why = message;
    int left = parts.size() - next;
    try {
      parts.subList(next, parts.size()).forEach(OfferedBatch::refuse);
    } catch (RuntimeException | Error ours) {
      keeper.failed(header, ours);
    }
    leave();
    close(left + 1);
  }

  /// What of it the queue has not taken is nobody's.
  private void leave() {
    room.waiting().release(waitingBytes);
    room.decoded().release(decodedBytes);
    waitingBytes = 0;
    decodedBytes = 0;
    body = GONE;
    parts = List.of();
  }

  @Override
  public void settled(Settlement settlement) {
    add(settlement);
    close(1);
  }

  @Override
  public boolean isPart() {
    return true;
  }

  private synchronized void add(Settlement settlement) {
    sum = sum.plus(settlement);
  }

  private synchronized Settlement sum() {
    return sum;
  }

  private void close(int count) {
    if (open.addAndGet(-count) == 0) {
      keeper.ended(header, sum(), unreadable, why);
    }
  }
}
