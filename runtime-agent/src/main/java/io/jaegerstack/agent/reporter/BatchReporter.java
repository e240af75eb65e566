package io.jaegerstack.agent.reporter;

import io.jaegerstack.agent.reporter.CollectorCalls.Caller;
import io.jaegerstack.agent.reporter.CollectorCalls.Outcome;
import io.jaegerstack.agent.reporter.CollectorCalls.Request;
import io.jaegerstack.agent.reporter.RetryPolicy.Verdict;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.server.VirtualThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Sends batches to collectors, in one of the ways to call them. A request that failed is sent
/// again; while there is no collector, or it is full, or silent, spans stay here until the queue is
/// full. So a span can arrive twice, when an answer was lost: storages keep it once, by its ids.
public final class BatchReporter implements Reporter, Part {
  /// Requests under way at one time: hides a round trip without holding much.
  private static final int SENDERS = 4;

  /// A span waits this much longer so that packets of a busy node share requests: a request costs
  /// some ten times what a batch does.
  private static final Duration LINGER = Duration.ofMillis(10);

  private final CollectorCalls calls;
  private final SendQueue queue;
  private final RetryPolicy retries;
  private final Hop hop;
  private final RateLimitedLog warnings =
      RateLimitedLog.of(LoggerFactory.getLogger(BatchReporter.class));
  private final LongAdder batchesSubmitted = new LongAdder();
  private final LongAdder batchesFailed = new LongAdder();
  private final AtomicLong lastRequestSpans = new AtomicLong();
  private final CountDownLatch givenUp = new CountDownLatch(1);
  private final List<Thread> senders = new ArrayList<>();

  /// @param hop counts spans
  /// @param queueBytes most heap that waiting batches may hold
  /// @param maxRetries failures of one request after which its spans are dropped
  public BatchReporter(CollectorCalls calls, Hop hop, long queueBytes, int maxRetries) {
    this.calls = calls;
    this.hop = hop;
    this.queue = new SendQueue(queueBytes, LINGER);
    this.retries = new RetryPolicy(maxRetries, Math::random);
    hop.heldBy(queue::heldSpans);
  }

  @Override
  public String name() {
    return "reporter";
  }

  @Override
  public void start() {
    for (int i = 0; i < SENDERS; i++) {
      senders.add(VirtualThreads.start("agent-reporter-" + i, this::send));
    }
  }

  @Override
  public void report(SpanBatch batch) {
    hop.received(batch.size() + batch.leftOut());
    hop.dropped(DropReason.MALFORMED, batch.leftOut());
    if (batch.isEmpty()) {
      return;
    }
    if (!queue.offer(batch)) {
      DropReason reason = queue.isClosed() ? DropReason.SHUTDOWN : DropReason.QUEUE_FULL;
      drop(reason, List.of(batch));
      warnings.warn("batch dropped reason={} spans={}", reason, batch.size());
    }
  }

  /// Sends what waits while the deadline lasts; the rest, and requests without an answer by then,
  /// are counted as dropped.
  @Override
  public void stop(Deadline deadline) {
    queue.close();
    Deadline ours = deadline.fraction(0.9);
    senders.forEach(sender -> join(sender, ours.remaining()));
    drop(DropReason.SHUTDOWN, queue.giveUp());
    givenUp.countDown();
    senders.forEach(Thread::interrupt);
    senders.forEach(sender -> join(sender, deadline.remaining()));
  }

  private static void join(Thread thread, Duration most) {
    try {
      thread.join(most);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void send() {
    Caller caller = calls.caller();
    try {
      for (List<SpanBatch> group = queue.take(); !group.isEmpty(); group = queue.take()) {
        try {
          deliver(caller, group, false);
        } finally {
          queue.done(spans(group));
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Until the group is acknowledged or its loss is counted. Never throws: a sender that ended
  /// would be missed only once all had, with nothing sent any more.
  ///
  /// @param unanswered whether an attempt with these spans already went out without an answer
  private void deliver(Caller caller, List<SpanBatch> group, boolean unanswered) {
    try {
      sendUntilSettled(caller, group, unanswered);
    } catch (RuntimeException | Error ours) {
      drop(DropReason.INTERNAL_ERROR, group);
      warnings.warn("batches failed spans={}", spans(group), ours);
    }
  }

  private void sendUntilSettled(Caller caller, List<SpanBatch> group, boolean before) {
    Request request = caller.request(group);
    lastRequestSpans.setRelease(spans(group));
    int failures = 0;
    boolean unanswered = before;
    for (int attempts = 0; ; attempts++) {
      Outcome outcome = request.attempt();
      Verdict verdict = outcome.verdict();
      unanswered |= outcome.unanswered();
      if (verdict == Verdict.DELIVERED) {
        forwarded(group);
        return;
      }
      failures += verdict == Verdict.RETRY ? 1 : 0;
      if (verdict == Verdict.TOO_LARGE && group.size() > 1) {
        for (SpanBatch batch : group) {
          deliver(caller, List.of(batch), unanswered);
        }
        return;
      }
      DropReason reason = loss(verdict, failures, attempts);
      if (reason != null) {
        lost(unanswered ? DropReason.UNANSWERED : reason, group, outcome.status());
        return;
      }
      warnings.warn(
          "collector did not take spans verdict={} status=\"{}\"", verdict, outcome.status());
    }
  }

  private void forwarded(List<SpanBatch> group) {
    hop.forwarded(spans(group));
    batchesSubmitted.add(group.size());
  }

  /// @param reason `unanswered` where any attempt went out without an answer: then the spans may be
  ///   stored, and to call them lost would be as wrong as to call them forwarded
  private void lost(DropReason reason, List<SpanBatch> group, String status) {
    drop(reason, group);
    warnings.warn("batches dropped reason={} spans={} status=\"{}\"", reason, spans(group), status);
  }

  /// Null, after a pause, where there is to be another attempt.
  private @Nullable DropReason loss(Verdict verdict, int failures, int attempts) {
    if (verdict == Verdict.RETRY && failures > retries.max()) {
      return DropReason.SEND_FAILURE;
    }
    return switch (verdict) {
      case REJECT -> DropReason.REJECTED;
      case TOO_LARGE -> DropReason.TOO_LARGE;
      case WAIT, COME_BACK, RETRY -> isGivenUpAfterPause(attempts) ? DropReason.SHUTDOWN : null;
      case DELIVERED -> null;
    };
  }

  private boolean isGivenUpAfterPause(int attempts) {
    try {
      return givenUp.await(retries.pause(attempts).toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void drop(DropReason reason, List<SpanBatch> batches) {
    hop.dropped(reason, spans(batches));
    batchesFailed.add(batches.size());
  }

  private static long spans(List<SpanBatch> batches) {
    return batches.stream().mapToLong(SpanBatch::size).sum();
  }

  /// Batches that a collector acknowledged.
  public long batchesSubmitted() {
    return batchesSubmitted.sum();
  }

  /// Batches lost, for whatever reason.
  public long batchesFailed() {
    return batchesFailed.sum();
  }

  /// Spans in the last request.
  public long lastRequestSpans() {
    return lastRequestSpans.get();
  }

  /// Heap that waiting batches hold.
  public long queueBytes() {
    return queue.bytes();
  }
}
