package io.jaegerstack.server;

import java.io.IOException;

/// A piece of a process that is started and stopped: a server, a queue with its workers, a storage.
public interface Part {
  /// For logs: `agent http`, `collector pipeline`.
  String name();

  /// Returns when the part works, or throws and has then left nothing running.
  void start() throws IOException;

  /// Stops taking input, finishes what was taken while `deadline` allows, gives up the rest and
  /// counts it. Never throws for what could not be finished. Called once, also when `start` of a
  /// later part failed.
  void stop(Deadline deadline);
}
