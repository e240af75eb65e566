package io.jaegerstack.query.grpc;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.jaegerstack.server.VirtualThreads;
import io.jaegerstack.settings.CurrentTenant;
import io.jaegertracing.api_v2.Query.SpansResponseChunk;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Runs calls on virtual threads, so that they may wait for storage and caller, and bounds how many
/// there are at one time: one too many waits a little, then is told to come back.
public final class CallsInWork {
  private static final Duration STALL = Duration.ofSeconds(30);

  private final ThreadFactory threads = VirtualThreads.named("query-grpc-call");
  private final Failures failures = new Failures();
  private final Semaphore places;
  private final Duration patience;
  private final CallCounts counts;

  /// @param patience how long one too many waits
  public CallsInWork(int most, Duration patience, MeterRegistry registry) {
    this.places = new Semaphore(most);
    this.patience = patience;
    this.counts = new CallCounts(registry);
  }

  CallCounts counts() {
    return counts;
  }

  /// Sends spans.
  interface Spans {
    void sendTo(SpanChunks chunks) throws InterruptedException;
  }

  /// Work that may be interrupted by the end of the process.
  private interface Work {
    void run() throws InterruptedException;
  }

  /// A call that is answered with spans.
  void stream(String method, StreamObserver<SpansResponseChunk> observer, Spans spans) {
    // Handlers must be set before the service method returns.
    var caller = new CallerPace<>((ServerCallStreamObserver<SpansResponseChunk>) observer, STALL);
    start(
        method,
        observer,
        () -> {
          spans.sendTo(new SpanChunks(caller));
          observer.onCompleted();
        });
  }

  /// A call that is answered with one message.
  <T> void single(String method, StreamObserver<T> observer, Supplier<T> answer) {
    ((ServerCallStreamObserver<T>) observer).setOnCancelHandler(() -> {});
    start(
        method,
        observer,
        () -> {
          observer.onNext(answer.get());
          observer.onCompleted();
        });
  }

  private void start(String method, StreamObserver<?> observer, Work work) {
    threads.newThread(CurrentTenant.kept(() -> run(method, observer, work))).start();
  }

  private void run(String method, StreamObserver<?> observer, Work work) {
    try {
      if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw Status.RESOURCE_EXHAUSTED
            .withDescription("too many calls in work, try again later")
            .asRuntimeException();
      }
      try {
        work.run();
        counts.count(method, Status.OK);
      } finally {
        places.release();
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      observer.onError(Status.UNAVAILABLE.withDescription("shutting down").asException());
    } catch (RuntimeException failed) {
      StatusException answer = failures.answer(method, failed);
      counts.count(method, answer.getStatus());
      observer.onError(answer);
    } catch (Error broken) {
      // The caller must not wait for an answer that nobody works on.
      observer.onError(Status.INTERNAL.withDescription("internal error").asException());
      throw broken;
    }
  }
}
