package io.jaegerstack.query.grpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Sends a stream as fast as its caller reads it: `send` waits while the transport holds enough
/// already, so that a slow reader costs one chunk of memory and not a trace.
///
/// Made on the call's own thread, used on another one.
final class CallerPace<T> {
  private final ServerCallStreamObserver<T> observer;
  private final long stallNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// @param stall longest time without the caller reading anything
  CallerPace(ServerCallStreamObserver<T> observer, Duration stall) {
    this.observer = observer;
    this.stallNanos = stall.toNanos();
    observer.setOnReadyHandler(this::wake);
    observer.setOnCancelHandler(this::wake);
  }

  /// @throws io.grpc.StatusRuntimeException where the caller is gone or does not read
  void send(T message) throws InterruptedException {
    awaitReady();
    observer.onNext(message);
  }

  private void awaitReady() throws InterruptedException {
    long remaining = stallNanos;
    lock.lock();
    try {
      while (!observer.isReady() && !observer.isCancelled()) {
        if (remaining <= 0) {
          throw Status.ABORTED
              .withDescription("the caller does not read its answer")
              .asRuntimeException();
        }
        remaining = changed.awaitNanos(remaining);
      }
    } finally {
      lock.unlock();
    }
    if (observer.isCancelled()) {
      throw Status.CANCELLED.withDescription("the caller is gone").asRuntimeException();
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
