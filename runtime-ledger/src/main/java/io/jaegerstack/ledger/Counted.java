package io.jaegerstack.ledger;

/// What a hop counts.
public enum Counted {
  PACKETS,
  SPANS
}
