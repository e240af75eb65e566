package io.jaegerstack.faults.process;

import io.jaegerstack.server.ledger.HopFigures;
import java.util.List;

/// What one process counted.
///
/// @param complete false where it was killed, and these are the figures of a moment before
public record ProcessAccount(String process, List<HopFigures> hops, boolean complete) {
  public ProcessAccount {
    hops = List.copyOf(hops);
  }

  public long held() {
    return hops.stream().mapToLong(HopFigures::held).sum();
  }

  /// The figures of one hop.
  public HopFigures hop(String name) {
    return hops.stream()
        .filter(hop -> hop.hop().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no hop " + name + ", only " + hops));
  }

  public boolean has(String name) {
    return hops.stream().anyMatch(hop -> hop.hop().equals(name));
  }
}
