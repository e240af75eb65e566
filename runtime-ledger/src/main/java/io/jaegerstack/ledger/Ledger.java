package io.jaegerstack.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/// All hops of one process. Made by its main, handed to the components.
public final class Ledger {
  private final ConcurrentSkipListMap<String, Hop> hops = new ConcurrentSkipListMap<>();

  /// The hop of this name, opened on first use.
  ///
  /// @throws IllegalArgumentException where it counts something else
  public Hop hop(String name, Counted counted) {
    Hop hop = hops.computeIfAbsent(name, opened -> new Hop(opened, counted));
    if (hop.counted() != counted) {
      throw new IllegalArgumentException(
          "hop %s counts %s, expected %s".formatted(name, hop.counted(), counted));
    }
    return hop;
  }

  /// Every hop, by name.
  public List<Hop> hops() {
    return new ArrayList<>(hops.values());
  }

  public List<HopSnapshot> snapshot() {
    return hops.values().stream().map(Hop::snapshot).toList();
  }

  /// Hops whose balance is not 0 right now; meaningful once traffic has stopped.
  public List<HopSnapshot> unbalanced() {
    return snapshot().stream().filter(hop -> hop.balance() != 0).toList();
  }
}
