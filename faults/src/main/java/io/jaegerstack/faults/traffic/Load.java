package io.jaegerstack.faults.traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/// Batches at a steady rate, until it is stopped. Up to a tenth of a second's batches are made up
/// for where the machine was late; more would be a burst that no scenario asked for.
public final class Load implements AutoCloseable {
  /// Longest load whose seconds are told apart.
  private static final int MOST_SECONDS = 3_600;

  private static final long MOST_LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

  private final SpanPlan plan;
  private final Sender sender;
  private final SentBook book;
  private final AtomicLong next = new AtomicLong();
  private final AtomicLongArray ackedInSecond = new AtomicLongArray(MOST_SECONDS);
  private final List<Thread> threads = new ArrayList<>();
  private final Duration keepTrying;
  private final long startNanos = System.nanoTime();
  private double rate;
  private long rateSinceNanos = startNanos;
  private long rateSinceBatch;
  private volatile boolean stopped;

  private Load(SpanPlan plan, Sender sender, SentBook book, double rate, Duration keepTrying) {
    this.plan = plan;
    this.sender = sender;
    this.book = book;
    this.rate = rate;
    this.keepTrying = keepTrying;
  }

  /// A load that has begun.
  ///
  /// @param rate batches a second
  /// @param threads that wait for answers; 1 for UDP, whose numbers must go up
  /// @param keepTrying how long a batch that was not taken is sent again; zero for once only
  public static Load start(
      SpanPlan plan, Sender sender, SentBook book, double rate, int threads, Duration keepTrying) {
    var load = new Load(plan, sender, book, rate, keepTrying);
    for (int i = 0; i < threads; i++) {
      load.threads.add(Thread.ofVirtual().name("load-" + plan.service()).start(load::run));
    }
    return load;
  }

  /// Batches a second from now on.
  public synchronized void rate(double batches) {
    rateSinceBatch = next.get();
    rateSinceNanos = System.nanoTime();
    rate = batches;
  }

  private void run() {
    while (!stopped) {
      long number = next.getAndIncrement();
      awaitTurn(number);
      if (stopped) {
        return;
      }
      deliver(plan.batch(number));
    }
  }

  private void awaitTurn(long number) {
    for (long left = nanosUntil(number); left > 0 && !stopped; left = nanosUntil(number)) {
      LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(50)));
    }
  }

  private synchronized long nanosUntil(long number) {
    long due = rateSinceNanos + (long) ((number - rateSinceBatch) / rate * 1e9);
    long left = due - System.nanoTime();
    if (left < -MOST_LATE_NANOS) {
      rateSinceNanos -= left + MOST_LATE_NANOS;
    }
    return left;
  }

  private void deliver(List<TestSpan> batch) {
    long end = System.nanoTime() + keepTrying.toNanos();
    while (true) {
      Outcome outcome = sender.send(batch);
      book.attempt(batch, plan.service(), outcome);
      if (outcome.kind() == Outcome.Kind.ACKED) {
        ackedInSecond.addAndGet(second(), batch.size());
        return;
      }
      boolean again = outcome.kind() != Outcome.Kind.UDP && System.nanoTime() < end;
      if (!again) {
        return;
      }
      LockSupport.parkNanos(RETRY_PAUSE.toNanos());
    }
  }

  private int second() {
    long elapsed = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos);
    return (int) Math.min(MOST_SECONDS - 1, elapsed);
  }

  /// Seconds since it began.
  public int now() {
    return second();
  }

  /// Spans that were acknowledged in the seconds from `from` to before `to`, a second.
  public double goodput(int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += ackedInSecond.get(i);
    }
    return sum / (double) Math.max(1, to - from);
  }

  /// Batches begun.
  public long batches() {
    return next.get();
  }

  /// Ends it, and returns when every batch that was begun has its outcome.
  @Override
  public void close() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
