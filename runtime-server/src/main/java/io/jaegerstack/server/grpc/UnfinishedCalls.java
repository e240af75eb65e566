package io.jaegerstack.server.grpc;

import io.jaegerstack.server.RateLimitedLog;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// The calls of a process whose requests have not arrived whole, oldest first, over all its event
/// loops, and those whose answers have not left. The lock is held for counting only; a call is
/// ended on its own loop, without it.
final class UnfinishedCalls {
  private final long mostBytes;
  private final long mostOfConnection;
  private final RateLimitedLog warnings;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashSet<UnfinishedCall> oldestFirst = new LinkedHashSet<>();
  private final LinkedHashSet<UnfinishedCall> unread = new LinkedHashSet<>();
  private final AtomicLong heldBytes = new AtomicLong();

  /// Of calls that have to give way and whose loops have not come to it.
  private final AtomicLong leavingBytes = new AtomicLong();

  UnfinishedCalls(long mostBytes, long mostOfConnection, RateLimitedLog warnings) {
    this.mostBytes = mostBytes;
    this.mostOfConnection = mostOfConnection;
    this.warnings = warnings;
  }

  /// What one connection's unfinished calls hold; under the same lock.
  static final class OfConnection {
    private final LinkedHashSet<UnfinishedCall> oldestFirst = new LinkedHashSet<>();
    private long heldBytes;
  }

  void add(UnfinishedCall call) {
    lock.lock();
    try {
      oldestFirst.add(call);
      call.connection().oldestFirst.add(call);
    } finally {
      lock.unlock();
    }
  }

  /// The call is over, or its request is whole; from whatever thread gRPC says so.
  void remove(UnfinishedCall call) {
    lock.lock();
    try {
      forget(call);
    } finally {
      lock.unlock();
    }
  }

  /// Counts `bytes` more for `call`. Where there is no room, older calls give way: those of the
  /// same connection where that has more than its part, then the oldest of all. False, and nobody
  /// gives way, where that would not be enough.
  boolean grow(UnfinishedCall call, long bytes) {
    var leave = new ArrayList<UnfinishedCall>(0);
    lock.lock();
    try {
      if (!oldestFirst.contains(call) || !makeRoom(call, bytes, leave)) {
        return false;
      }
      leavingBytes.addAndGet(sum(leave));
      leave.forEach(this::end);
      count(call, bytes);
    } finally {
      lock.unlock();
    }
    return true;
  }

  private boolean makeRoom(UnfinishedCall call, long bytes, List<UnfinishedCall> leave) {
    OfConnection connection = call.connection();
    long beyondPart = connection.heldBytes + bytes - mostOfConnection;
    if (!choose(connection.oldestFirst, call, beyondPart, leave)) {
      return false;
    }
    long beyondRoom = heldBytes.get() + bytes - mostBytes - sum(leave);
    return choose(oldestFirst, call, beyondRoom, leave)
        && leavingBytes.get() + sum(leave) <= mostBytes;
  }

  private static long sum(List<UnfinishedCall> calls) {
    return calls.stream().mapToLong(UnfinishedCall::held).sum();
  }

  /// Adds to `leave` the oldest of `calls` that hold `tooMuch` together; false where only younger
  /// ones than `call` are left.
  private static boolean choose(
      Set<UnfinishedCall> calls, UnfinishedCall call, long tooMuch, List<UnfinishedCall> leave) {
    long left = tooMuch;
    for (UnfinishedCall oldest : calls) {
      if (left <= 0) {
        return true;
      }
      if (oldest == call) {
        return false;
      }
      if (oldest.held() > 0 && !leave.contains(oldest)) {
        leave.add(oldest);
        left -= oldest.held();
      }
    }
    return left <= 0;
  }

  /// Takes `call` off the lists at once, and ends it as soon as its loop comes to it.
  private void end(UnfinishedCall call) {
    long bytes = call.held();
    forget(call);
    call.loop()
        .execute(
            () -> {
              leavingBytes.addAndGet(-bytes);
              refuse(call, Refusal.TOO_MANY_BYTES, mostBytes);
            });
  }

  /// One call that cannot be ended is no reason to fail another one, or to stop looking for late
  /// ones.
  private void refuse(UnfinishedCall call, Refusal why, Object limit) {
    try {
      call.refuse(why, limit);
    } catch (RuntimeException broken) {
      warnings.warn("call could not be refused reason={}", why.label(), broken);
    }
  }

  private void forget(UnfinishedCall call) {
    count(call, -call.held());
    oldestFirst.remove(call);
    call.connection().oldestFirst.remove(call);
  }

  private void count(UnfinishedCall call, long bytes) {
    call.hold(bytes);
    call.connection().heldBytes += bytes;
    heldBytes.addAndGet(bytes);
  }

  /// What `call` holds is given back; it stays on the list.
  void release(UnfinishedCall call) {
    lock.lock();
    try {
      count(call, -call.held());
    } finally {
      lock.unlock();
    }
  }

  long mostBytes() {
    return mostBytes;
  }

  AtomicLong heldBytes() {
    return heldBytes;
  }

  /// Ends the calls of `loop` that have taken longer than `arrivalTime`; on that loop.
  void refuseLate(EventExecutor loop, Duration arrivalTime) {
    for (UnfinishedCall call : takeLate(loop, arrivalTime)) {
      refuse(call, Refusal.SLOW_REQUEST, arrivalTime);
    }
  }

  private List<UnfinishedCall> takeLate(EventExecutor loop, Duration arrivalTime) {
    long before = System.nanoTime() - arrivalTime.toNanos();
    var late = new ArrayList<UnfinishedCall>();
    lock.lock();
    try {
      for (UnfinishedCall call : oldestFirst) {
        if (call.startedNanos() - before > 0) {
          break;
        }
        if (call.loop().equals(loop)) {
          late.add(call);
        }
      }
      late.forEach(this::forget);
    } finally {
      lock.unlock();
    }
    return late;
  }

  /// The service has answered `call`, and its peer may take its time to read that, but not for
  /// ever.
  void answered(UnfinishedCall call) {
    lock.lock();
    try {
      if (!call.streamIsClosed()) {
        unread.add(call);
      }
    } finally {
      lock.unlock();
    }
  }

  /// The stream of `call` is over.
  void closed(UnfinishedCall call) {
    lock.lock();
    try {
      call.closeStream();
      unread.remove(call);
    } finally {
      lock.unlock();
    }
  }

  /// Closes the connections of `loop` whose peers have left an answer unread for longer than
  /// `answerTime`; on that loop.
  void hangUpOnUnread(EventExecutor loop, Duration answerTime) {
    var connections = new HashSet<OfConnection>();
    for (UnfinishedCall call : takeUnread(loop, answerTime)) {
      if (connections.add(call.connection())) {
        call.hangUp(answerTime);
      }
    }
  }

  private List<UnfinishedCall> takeUnread(EventExecutor loop, Duration answerTime) {
    long before = System.nanoTime() - answerTime.toNanos();
    var late = new ArrayList<UnfinishedCall>(0);
    lock.lock();
    try {
      for (UnfinishedCall call : unread) {
        if (call.answeredNanos() - before > 0) {
          break;
        }
        if (call.loop().equals(loop)) {
          late.add(call);
        }
      }
      late.forEach(unread::remove);
    } finally {
      lock.unlock();
    }
    return late;
  }
}
