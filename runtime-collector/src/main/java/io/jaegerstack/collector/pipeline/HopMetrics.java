package io.jaegerstack.collector.pipeline;

import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.server.Metrics;

/// The ledger's hop as metrics, so that `received = forwarded + dropped + held` can be checked from
/// outside.
final class HopMetrics {
  static void register(Metrics metrics, Hop hop) {
    metrics.counter("jaegerstack_ledger_received", hop::received, "hop", hop.name());
    metrics.counter("jaegerstack_ledger_forwarded", hop::forwarded, "hop", hop.name());
    metrics.gauge("jaegerstack_ledger_held", hop::held, "hop", hop.name());
    for (DropReason reason : DropReason.values()) {
      metrics.counter(
          "jaegerstack_ledger_dropped",
          () -> hop.dropped(reason),
          "hop",
          hop.name(),
          "reason",
          reason.label());
    }
  }

  private HopMetrics() {}
}
