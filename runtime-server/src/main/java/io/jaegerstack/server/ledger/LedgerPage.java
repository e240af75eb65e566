package io.jaegerstack.server.ledger;

import io.jaegerstack.ledger.Ledger;
import java.util.stream.Collectors;

/// What `/ledger` answers: JSON with every reason, or a line for each hop with those that are not
/// 0.
public final class LedgerPage {
  public static String json(Ledger ledger) {
    return ledger.snapshot().stream()
        .map(hop -> HopFigures.of(hop).json())
        .collect(Collectors.joining(",", "{\"hops\":[", "]}\n"));
  }

  public static String lines(Ledger ledger) {
    return ledger.snapshot().stream()
        .map(hop -> HopFigures.of(hop).line() + "\n")
        .collect(Collectors.joining());
  }

  private LedgerPage() {}
}
