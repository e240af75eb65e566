package io.jaegerstack.faults.traffic;

import java.util.List;

/// A client of one protocol.
public interface Sender extends AutoCloseable {
  /// Sends one batch once and waits for what there is to know. Never throws for what the network or
  /// the other side does.
  Outcome send(List<TestSpan> batch);

  @Override
  default void close() {}
}
