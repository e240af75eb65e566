package io.jaegerstack.agent.spill;

import io.jaegerstack.ledger.DropReason;

/// Who keeps the account of spans, told of what the log does of its own accord. Called with the
/// log's lock held: must not wait, nor call the log.
public interface SpillEvents {
  /// Records of a dead agent are this one's from now on.
  void adopted(long spans);

  /// Records were given up: too old, or not readable any more.
  void dropped(DropReason reason, long spans);
}
