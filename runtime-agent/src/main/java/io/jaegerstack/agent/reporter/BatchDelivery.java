package io.jaegerstack.agent.reporter;

import io.jaegerstack.agent.reporter.CollectorCalls.Caller;
import io.jaegerstack.agent.reporter.CollectorCalls.Outcome;
import io.jaegerstack.agent.reporter.CollectorCalls.Request;
import io.jaegerstack.agent.reporter.RetryPolicy.Verdict;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.server.RateLimitedLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

  /// What became of spans of a frame, which counts only where the frame is not left.
  private record Fate(Frame frame, Runnable count) {}

  /// One thread's.
  final class Sender {
    private final FrameReader reader;
    private final Caller caller;
    private final List<Fate> fates = new ArrayList<>();
    private final Set<Frame> left = new HashSet<>();

    private Sender(FrameReader reader, Caller caller) {
      this.reader = reader;
      this.caller = caller;
    }

    /// Until all spans of the frames are counted, but for those of the frames that it returns. The
    /// process ends before these were delivered whole, and they are on the disk: they come again
    /// whole, so nothing of them is counted. Never throws: a sender that ended would be missed only
    /// once all had, with nothing sent any more.
    Set<Frame> deliver(List<Frame> frames) {
      fates.clear();
      left.clear();
      boolean wereSent = frames.stream().anyMatch(Frame::wasSent);
      var batches = new ArrayList<ReportedBatch>();
      frames.forEach(frame -> batches.addAll(read(frame)));
      for (List<ReportedBatch> group : RequestGroups.of(batches)) {
        deliver(group, wereSent);
      }
      fates.stream()
          .filter(fate -> !left.contains(fate.frame()))
          .forEach(fate -> fate.count().run());
      fates.clear();
      return Set.copyOf(left);
    }

    private List<ReportedBatch> read(Frame frame) {
      List<ReportedBatch> batches;
      try {
        batches = reader.read(frame);
      } catch (RuntimeException | Error ours) {
        fates.add(new Fate(frame, () -> counts.dropped(DropReason.INTERNAL_ERROR, frame)));
        warnings.warn("frame cannot be read spans={}", frame.spans(), ours);
        return List.of();
      }
      long missing = frame.spans() - ReportedBatch.spans(batches);
      if (missing != 0) {
        fates.add(new Fate(frame, () -> counts.missing(missing)));
        warnings.warn("frame has other spans than counted missing={}", missing);
      }
      return batches;
    }

    private void forwarded(List<ReportedBatch> group) {
      for (ReportedBatch batch : group) {
        fates.add(new Fate(batch.frame(), () -> counts.forwarded(List.of(batch))));
      }
    }

    private void dropped(DropReason reason, List<ReportedBatch> group) {
      for (ReportedBatch batch : group) {
        fates.add(new Fate(batch.frame(), () -> counts.dropped(reason, List.of(batch))));
      }
    }

    /// @param unanswered whether an attempt with these spans already went out without an answer
    private void deliver(List<ReportedBatch> all, boolean unanswered) {
      List<ReportedBatch> group = notLeft(all);
      if (group.isEmpty()) {
        return;
      }
      try {
        sendUntilSettled(group, unanswered);
      } catch (RuntimeException | Error ours) {
        dropped(DropReason.INTERNAL_ERROR, group);
        warnings.warn("batches failed spans={}", ReportedBatch.spans(group), ours);
      }
    }

    private List<ReportedBatch> notLeft(List<ReportedBatch> group) {
      return left.isEmpty()
          ? group
          : group.stream().filter(batch -> !left.contains(batch.frame())).toList();
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
          forwarded(group);
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
        if (reason != null) {
          lost(reason, unanswered, group, outcome.status());
          return;
        }
        warnings.warn(
            "collector did not take spans verdict={} status=\"{}\"", verdict, outcome.status());
      }
    }

    /// Where the process ends, what is on the disk is left there. Otherwise it is `unanswered`
    /// where any attempt went out without an answer: then the spans may be stored, and to call them
    /// lost would be as wrong as to call them forwarded.
    private void lost(
        DropReason reason, boolean unanswered, List<ReportedBatch> group, String status) {
      if (reason == DropReason.SHUTDOWN) {
        group.stream().map(ReportedBatch::frame).filter(Frame::isOnDisk).forEach(left::add);
      }
      List<ReportedBatch> gone = notLeft(group);
      if (!gone.isEmpty()) {
        DropReason why = unanswered ? DropReason.UNANSWERED : reason;
        dropped(why, gone);
        warnings.warn(
            "batches dropped reason={} spans={} status=\"{}\"",
            why,
            ReportedBatch.spans(gone),
            status);
      }
    }
  }

  private static List<ReportedBatch> smaller(List<ReportedBatch> group) {
    return group.size() > 1 ? group : group.getFirst().halves();
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
