package io.jaegerstack.agent;

import io.jaegerstack.agent.reporter.FrameQueue;
import io.jaegerstack.agent.reporter.FrameSpill;
import io.jaegerstack.agent.reporter.ReporterCounts;
import io.jaegerstack.agent.spill.Refusal;
import io.jaegerstack.agent.spill.Spill;
import io.jaegerstack.agent.spill.SpillCounts;
import io.jaegerstack.agent.spill.SpillEvents;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.SettingValues;
import java.nio.file.Path;
import java.util.Optional;

/// An agent's spill, as its settings want it: the log, and what fills and empties it.
record Spilling(Spill spill, FrameSpill frames) {
  private static final String SPILL = "jaegerstack_agent_spill_";
  private static final double MILLIS_PER_SECOND = 1_000;

  /// Empty where no directory is set.
  static Optional<Spilling> of(
      SettingValues settings, FrameQueue queue, ReporterCounts counts, Collectors collectors) {
    String directory = settings.value(AgentSettings.SPILL_DIRECTORY);
    if (directory.isEmpty()) {
      return Optional.empty();
    }
    var spill =
        Spill.of(
            Path.of(directory),
            settings.value(AgentSettings.SPILL_MAX_BYTES).bytes(),
            settings.value(AgentSettings.SPILL_MAX_AGE),
            events(counts));
    var frames =
        new FrameSpill(
            queue,
            spill.log(),
            settings.value(AgentSettings.SPILL_AFTER),
            counts,
            collectors.numbers());
    return Optional.of(new Spilling(spill, frames));
  }

  private static SpillEvents events(ReporterCounts counts) {
    return new SpillEvents() {
      @Override
      public void adopted(long spans) {
        counts.adopted(spans);
      }

      @Override
      public void dropped(DropReason reason, long spans) {
        counts.dropped(reason, spans);
      }
    };
  }

  void bind(Metrics metrics) {
    SpillCounts counts = spill.log().counts();
    metrics.gauge(SPILL + "bytes", counts::bytes);
    metrics.gauge(SPILL + "capacity_bytes", spill.log()::maxBytes);
    metrics.gauge(SPILL + "frames", counts::frames);
    metrics.gauge(SPILL + "spans", counts::spans);
    metrics.gauge(
        SPILL + "oldest_age_seconds", () -> spill.log().oldestMillis() / MILLIS_PER_SECOND);
    metrics.counter(SPILL + "appended_frames", counts::appended);
    metrics.counter(SPILL + "adopted_frames", counts::adopted);
    metrics.counter(SPILL + "expired_frames", counts::expired);
    metrics.counter(SPILL + "damaged_frames", counts::damaged);
    metrics.counter(SPILL + "unknown_frames", counts::unknown);
    metrics.counter(SPILL + "disk_errors", counts::diskErrors);
    for (Refusal why : Refusal.values()) {
      metrics.counter(SPILL + "refused_frames", () -> counts.refused(why), "reason", why.label());
    }
  }
}
