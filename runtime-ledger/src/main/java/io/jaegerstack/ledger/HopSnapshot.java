package io.jaegerstack.ledger;

import java.util.Map;
import java.util.stream.Collectors;

/// A hop's figures at one moment.
///
/// @param returned given back to the sender, who still holds it and sends it again
/// @param dropped every reason, also those without any
/// @param lostBefore every kind, also those without any; not part of the balance
/// @param held as told by those who hold
public record HopSnapshot(
    String name,
    Counted counted,
    long received,
    long forwarded,
    long returned,
    Map<DropReason, Long> dropped,
    Map<LostBefore, Long> lostBefore,
    long held) {
  public HopSnapshot {
    dropped = Map.copyOf(dropped);
    lostBefore = Map.copyOf(lostBefore);
  }

  public long totalDropped() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }

  /// What is unaccounted for: 0 whenever nothing is between two counts. Positive means lost without
  /// a reason, negative means counted twice.
  public long balance() {
    return received - forwarded - returned - totalDropped() - held;
  }

  /// For messages: only what is not 0.
  @Override
  public String toString() {
    String reasons =
        dropped.entrySet().stream()
            .filter(entry -> entry.getValue() != 0)
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .sorted()
            .collect(Collectors.joining(",", "{", "}"));
    return "%s: received=%d forwarded=%d%s dropped=%s held=%d balance=%d"
        .formatted(
            name,
            received,
            forwarded,
            returned == 0 ? "" : " returned=" + returned,
            reasons,
            held,
            balance());
  }
}
