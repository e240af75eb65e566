package io.jaegerstack.query.service;

import io.jaegerstack.storage.NoRoomException;
import io.jaegerstack.storage.Room;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// Requests, latency and size of answers of one kind of read.
///
/// Under the names of Jaeger 1, and again under those of Jaeger 2, whose dashboards ask for them.
/// Timers get their buckets from the process's registry.
final class ReadMetrics {
  /// Traces, services or operations in one answer.
  private static final double[] RESPONSE_BUCKETS = {1, 5, 20, 100, 500, 1_500, 5_000};

  private final Outcome ok;
  private final Outcome failed;
  private final DistributionSummary responses;

  ReadMetrics(String operation, MeterRegistry registry) {
    this.ok = new Outcome(operation, "ok", registry);
    this.failed = new Outcome(operation, "err", registry);
    this.responses =
        DistributionSummary.builder("jaeger.query.responses")
            .description("Traces, services or operations in one answer of the storage")
            .tag("operation", operation)
            .serviceLevelObjectives(RESPONSE_BUCKETS)
            .register(registry);
  }

  /// Runs `read`; whatever it throws counts as a failure. A trace that is not there is an answer.
  <T> T measured(Supplier<T> read, ToIntFunction<T> size) {
    long start = System.nanoTime();
    T answer;
    try {
      answer = read.get();
    } catch (RuntimeException | Error e) {
      failed.record(start);
      throw e;
    }
    ok.record(start);
    responses.record(size.applyAsInt(answer));
    return answer;
  }

  /// A read in several steps, which counts once.
  Reading begin() {
    return new Reading();
  }

  /// See [#begin]. One thread.
  final class Reading {
    private long nanos;
    private long waitedNanos;
    private int found;
    private boolean isOver;

    /// `room` for the reader that is measured: waiting for it is not the storage's time.
    Room room(Room room) {
      return new Room() {
        @Override
        public Taken take(long bytes) {
          long start = System.nanoTime();
          try {
            return room.take(bytes);
          } finally {
            waitedNanos += System.nanoTime() - start;
          }
        }

        @Override
        public void giveBack(long bytes) {
          room.giveBack(bytes);
        }

        @Override
        public long limit() {
          return room.limit();
        }
      };
    }

    /// Runs a step; whatever it throws makes the whole read a failure, but for what does not fit
    /// into our memory.
    <T> T step(Supplier<T> step) {
      long start = System.nanoTime();
      long waitedBefore = waitedNanos;
      boolean isFailed = true;
      try {
        T made = step.get();
        isFailed = false;
        return made;
      } catch (NoRoomException full) {
        isFailed = false;
        throw full;
      } finally {
        nanos += System.nanoTime() - start - (waitedNanos - waitedBefore);
        if (isFailed) {
          end(failed);
        }
      }
    }

    void found() {
      found++;
    }

    void end() {
      if (!isOver) {
        responses.record(found);
      }
      end(ok);
    }

    private void end(Outcome outcome) {
      if (!isOver) {
        isOver = true;
        outcome.recordNanos(nanos);
      }
    }
  }

  private static final class Outcome {
    private final Counter requests;
    private final Timer latency;
    private final Counter storageRequests;
    private final Timer storageLatency;

    Outcome(String operation, String result, MeterRegistry registry) {
      this.requests =
          Counter.builder("jaeger.query.requests")
              .description("Reads of the storage")
              .tags("operation", operation, "result", result)
              .register(registry);
      this.latency =
          Timer.builder("jaeger_query_latency")
              .description("Seconds that a read of the storage took")
              .tags("operation", operation, "result", result)
              .register(registry);
      this.storageRequests =
          Counter.builder("jaeger.storage.requests")
              .description("Reads of the storage, as Jaeger 2 calls them")
              .tags("operation", operation, "result", result)
              .register(registry);
      this.storageLatency =
          Timer.builder("jaeger.storage.latency")
              .description("Seconds that a read of the storage took, as Jaeger 2 calls it")
              .tags("operation", operation, "result", result)
              .register(registry);
    }

    void record(long startNanos) {
      recordNanos(System.nanoTime() - startNanos);
    }

    void recordNanos(long nanos) {
      requests.increment();
      latency.record(nanos, TimeUnit.NANOSECONDS);
      storageRequests.increment();
      storageLatency.record(nanos, TimeUnit.NANOSECONDS);
    }
  }
}
