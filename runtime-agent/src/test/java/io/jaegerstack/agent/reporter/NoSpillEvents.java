package io.jaegerstack.agent.reporter;

import io.jaegerstack.agent.spill.SpillEvents;
import io.jaegerstack.ledger.DropReason;

/// For tests whose ledger does not know the disk.
final class NoSpillEvents implements SpillEvents {
  @Override
  public void adopted(long spans) {}

  @Override
  public void dropped(DropReason reason, long spans) {}
}
