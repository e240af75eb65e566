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
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Sends batches to collectors, in one of the ways to call them. A request that failed is sent
/// again; while there is no collector, or it is full, or silent, spans stay here until the queue is
/// full. So a span can arrive twice, when an answer was lost: storages keep it once, by its ids.
public final class BatchReporter implements Reporter, BatchIntake, Part {
  /// Requests under way at one time: hides a round trip without holding much.
  private static final int SENDERS = 4;

  /// A span waits this much longer so that packets of a busy node share requests: a request costs
  /// some ten times what a batch does.
  private static final Duration LINGER = Duration.ofMillis(10);

  private final CollectorCalls calls;
  private final SendQueue queue;
  private final RetryPolicy retries;
  private final ReporterCounts counts;
  private final RateLimitedLog warnings =
      RateLimitedLog.of(LoggerFactory.getLogger(BatchReporter.class));
  private final CountDownLatch givenUp = new CountDownLatch(1);
  private final List<Thread> senders = new ArrayList<>();

  /// @param hop counts spans
  /// @param queueBytes most heap that waiting batches may hold
  /// @param maxRetries failures of one request after which its spans are dropped
  public BatchReporter(CollectorCalls calls, Hop hop, long queueBytes, int maxRetries) {
    this.calls = calls;
    this.counts = new ReporterCounts(hop);
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
  public void report(SpanBatch batch, BatchFormat format) {
    counts.received(batch, format);
    if (batch.isEmpty()) {
      return;
    }
    var reported = new ReportedBatch(batch, format);
    if (!queue.offer(reported, () -> {})) {
      DropReason reason = queue.isClosed() ? DropReason.SHUTDOWN : DropReason.QUEUE_FULL;
      counts.dropped(reason, List.of(reported));
      warnings.warn("batch dropped reason={} spans={}", reason, batch.size());
    }
  }

  @Override
  public Answer offer(SpanBatch batch, BatchFormat format) {
    if (batch.isEmpty()) {
      counts.received(batch, format);
      return Answer.TAKEN;
    }
    boolean taken =
        queue.offer(new ReportedBatch(batch, format), () -> counts.received(batch, format));
    if (taken) {
      return Answer.TAKEN;
    }
    return queue.isClosed() ? Answer.SHUTTING_DOWN : Answer.QUEUE_FULL;
  }

  /// Sends what waits while the deadline lasts; the rest, and requests without an answer by then,
  /// are counted as dropped.
  @Override
  public void stop(Deadline deadline) {
    queue.close();
    Deadline ours = deadline.fraction(0.9);
    senders.forEach(sender -> join(sender, ours.remaining()));
    counts.dropped(DropReason.SHUTDOWN, queue.giveUp());
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
      for (List<ReportedBatch> group = queue.take(); !group.isEmpty(); group = queue.take()) {
        try {
          deliver(caller, group, false);
        } finally {
          queue.done(ReportedBatch.spans(group));
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
  private void deliver(Caller caller, List<ReportedBatch> group, boolean unanswered) {
    try {
      sendUntilSettled(caller, group, unanswered);
    } catch (RuntimeException | Error ours) {
      counts.dropped(DropReason.INTERNAL_ERROR, group);
      warnings.warn("batches failed spans={}", ReportedBatch.spans(group), ours);
    }
  }

  private void sendUntilSettled(Caller caller, List<ReportedBatch> group, boolean before) {
    Request request = caller.request(group.stream().map(ReportedBatch::spans).toList());
    counts.sending(group);
    int failures = 0;
    boolean unanswered = before;
    for (int attempts = 0; ; attempts++) {
      Outcome outcome = request.attempt();
      Verdict verdict = outcome.verdict();
      unanswered |= outcome.unanswered();
      if (verdict == Verdict.DELIVERED) {
        counts.forwarded(group);
        return;
      }
      failures += verdict == Verdict.RETRY ? 1 : 0;
      if (verdict == Verdict.TOO_LARGE && ReportedBatch.spans(group) > 1) {
        for (ReportedBatch part : smaller(group)) {
          deliver(caller, List.of(part), unanswered);
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

  private static List<ReportedBatch> smaller(List<ReportedBatch> group) {
    return group.size() > 1 ? group : group.getFirst().halves();
  }

  /// @param reason `unanswered` where any attempt went out without an answer: then the spans may be
  ///   stored, and to call them lost would be as wrong as to call them forwarded
  private void lost(DropReason reason, List<ReportedBatch> group, String status) {
    counts.dropped(reason, group);
    warnings.warn(
        "batches dropped reason={} spans={} status=\"{}\"",
        reason,
        ReportedBatch.spans(group),
        status);
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

  /// What became of the batches so far.
  public ReporterCounts counts() {
    return counts;
  }

  /// Heap that waiting batches hold.
  public long queueBytes() {
    return queue.bytes();
  }

  /// Most heap that waiting batches may hold.
  public long capacityBytes() {
    return queue.capacityBytes();
  }
}
