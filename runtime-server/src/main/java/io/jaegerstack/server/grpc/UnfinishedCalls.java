package io.jaegerstack.server.grpc;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The calls of one event loop whose requests have not arrived whole, oldest first. Used on that
/// loop only; the bytes are counted over all loops.
final class UnfinishedCalls {
  private final EventExecutor loop;
  private final AtomicLong heldBytes;
  private final long mostBytes;
  private final LinkedHashSet<UnfinishedCall> calls = new LinkedHashSet<>();

  UnfinishedCalls(EventExecutor loop, AtomicLong heldBytes, long mostBytes, Duration arrivalTime) {
    this.loop = loop;
    this.heldBytes = heldBytes;
    this.mostBytes = mostBytes;
    long often = Math.max(1, arrivalTime.toNanos() / 10);
    loop.scheduleWithFixedDelay(this::refuseLate, often, often, TimeUnit.NANOSECONDS);
  }

  void add(UnfinishedCall call) {
    calls.add(call);
  }

  /// The call is over, or its request is whole; from whatever thread gRPC says so.
  void remove(UnfinishedCall call) {
    if (loop.inEventLoop()) {
      calls.remove(call);
    } else {
      loop.execute(() -> calls.remove(call));
    }
  }

  /// Counts `bytes` more for `call`. Where there is no room, older calls are refused until there is
  /// some; false where that is not enough.
  boolean grow(UnfinishedCall call, long bytes) {
    if (reserve(bytes)) {
      return true;
    }
    for (Iterator<UnfinishedCall> oldest = calls.iterator(); oldest.hasNext(); ) {
      UnfinishedCall other = oldest.next();
      if (other == call) {
        return false;
      }
      oldest.remove();
      other.refuse(Refusal.TOO_MANY_BYTES, mostBytes);
      if (reserve(bytes)) {
        return true;
      }
    }
    return false;
  }

  private boolean reserve(long bytes) {
    if (heldBytes.addAndGet(bytes) <= mostBytes) {
      return true;
    }
    heldBytes.addAndGet(-bytes);
    return false;
  }

  void release(long bytes) {
    heldBytes.addAndGet(-bytes);
  }

  long mostBytes() {
    return mostBytes;
  }

  private void refuseLate() {
    long now = System.nanoTime();
    for (Iterator<UnfinishedCall> oldest = calls.iterator(); oldest.hasNext(); ) {
      UnfinishedCall call = oldest.next();
      if (!call.isLate(now)) {
        return;
      }
      oldest.remove();
      call.refuseLate();
    }
  }
}
