package io.jaegerstack.agent.reporter;

import io.jaegerstack.agent.reporter.CollectorCalls.Caller;
import io.jaegerstack.agent.reporter.CollectorCalls.Outcome;
import io.jaegerstack.agent.reporter.CollectorCalls.Request;
import io.jaegerstack.agent.reporter.RetryPolicy.Verdict;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.server.RateLimitedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// The batches of frames to collectors, in requests that are sent again and again until they are
/// acknowledged or their loss is counted.
final class BatchDelivery {
  private final CollectorCalls calls;
  private final ReporterCounts counts;
  private final RetryPolicy retries;
  private final RateLimitedLog warnings =
      RateLimitedLog.of(LoggerFactory.getLogger(BatchDelivery.class));
  private final CountDownLatch givenUp = new CountDownLatch(1);

  BatchDelivery(CollectorCalls calls, ReporterCounts counts, RetryPolicy retries) {
    this.calls = calls;
    this.counts = counts;
    this.retries = retries;
  }

  /// Requests that wait to be sent again are counted as dropped instead.
  void giveUp() {
    givenUp.countDown();
  }

  Sender sender(FrameReader reader) {
    return new Sender(reader, calls.caller());
  }

  /// One thread's.
  final class Sender {
    private final FrameReader reader;
    private final Caller caller;
    private boolean isAnyCounted;
    private boolean isLeft;
    private BooleanSupplier mayLeave = () -> false;

    private Sender(FrameReader reader, Caller caller) {
      this.reader = reader;
      this.caller = caller;
    }

    /// Until all spans of the frames are counted, or, where the process ends before any was and the
    /// frames are on the disk, none: then false. Never throws: a sender that ended would be missed
    /// only once all had, with nothing sent any more.
    boolean deliver(List<Frame> frames) {
      isAnyCounted = false;
      isLeft = false;
      mayLeave = () -> frames.stream().allMatch(Frame::isOnDisk);
      boolean wereSent = frames.stream().anyMatch(Frame::wasSent);
      var batches = new ArrayList<ReportedBatch>();
      frames.forEach(frame -> batches.addAll(read(frame)));
      for (List<ReportedBatch> group : RequestGroups.of(batches)) {
        deliver(group, wereSent);
      }
      return !isLeft;
    }

    private List<ReportedBatch> read(Frame frame) {
      List<ReportedBatch> batches;
      try {
        batches = reader.read(frame);
      } catch (RuntimeException | Error ours) {
        isAnyCounted = true;
        counts.dropped(DropReason.INTERNAL_ERROR, frame);
        warnings.warn("frame cannot be read spans={}", frame.spans(), ours);
        return List.of();
      }
      long missing = frame.spans() - ReportedBatch.spans(batches);
      if (missing != 0) {
        isAnyCounted = true;
        counts.missing(missing);
        warnings.warn("frame has other spans than counted missing={}", missing);
      }
      return batches;
    }

    /// @param unanswered whether an attempt with these spans already went out without an answer
    private void deliver(List<ReportedBatch> group, boolean unanswered) {
      if (isLeft) {
        return;
      }
      try {
        sendUntilSettled(group, unanswered);
      } catch (RuntimeException | Error ours) {
        isAnyCounted = true;
        counts.dropped(DropReason.INTERNAL_ERROR, group);
        warnings.warn("batches failed spans={}", ReportedBatch.spans(group), ours);
      }
    }

    private void sendUntilSettled(List<ReportedBatch> group, boolean before) {
      Request request = caller.request(group.stream().map(ReportedBatch::spans).toList());
      counts.sending(group);
      int failures = 0;
      boolean unanswered = before;
      for (int attempts = 0; ; attempts++) {
        Outcome outcome = request.attempt();
        Verdict verdict = outcome.verdict();
        unanswered |= outcome.unanswered();
        if (verdict == Verdict.DELIVERED) {
          isAnyCounted = true;
          counts.forwarded(group);
          return;
        }
        failures += verdict == Verdict.RETRY ? 1 : 0;
        if (verdict == Verdict.TOO_LARGE && ReportedBatch.spans(group) > 1) {
          for (ReportedBatch part : smaller(group)) {
            deliver(List.of(part), unanswered);
          }
          return;
        }
        DropReason reason = loss(verdict, failures, attempts);
        if (reason == DropReason.SHUTDOWN && !isAnyCounted && mayLeave.getAsBoolean()) {
          isLeft = true;
          return;
        }
        if (reason != null) {
          isAnyCounted = true;
          lost(unanswered ? DropReason.UNANSWERED : reason, group, outcome.status());
          return;
        }
        warnings.warn(
            "collector did not take spans verdict={} status=\"{}\"", verdict, outcome.status());
      }
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
}
