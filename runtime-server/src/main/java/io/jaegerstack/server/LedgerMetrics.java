package io.jaegerstack.server;

import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.LostBefore;

/// The ledger as metrics, `jaegerstack_ledger_…{hop}`: the figures behind "received = forwarded +
/// returned + dropped + held".
public final class LedgerMetrics {
  public static void bind(Metrics metrics, Hop hop) {
    String[] labels = {"hop", hop.name()};
    metrics.counter("jaegerstack_ledger_received", hop::received, labels);
    metrics.counter("jaegerstack_ledger_forwarded", hop::forwarded, labels);
    metrics.counter("jaegerstack_ledger_returned", hop::returned, labels);
    metrics.gauge("jaegerstack_ledger_held", hop::held, labels);
    for (DropReason reason : DropReason.values()) {
      metrics.counter(
          "jaegerstack_ledger_dropped",
          () -> hop.dropped(reason),
          "hop",
          hop.name(),
          "reason",
          reason.label());
    }
    for (LostBefore kind : LostBefore.values()) {
      metrics.counter(
          "jaegerstack_ledger_lost_before",
          () -> hop.lostBefore(kind),
          "hop",
          hop.name(),
          "reason",
          kind.label());
    }
  }

  private LedgerMetrics() {}
}
