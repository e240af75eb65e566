package io.jaegerstack.agent.reporter;

import io.jaegerstack.server.Deadline;

/// A way for frames from the queue to collectors. Settles each frame that it takes, or puts it
/// back.
public interface Delivery {
  void start();

  /// The queue has been given up: frames that are under way and have no receipt are counted, and
  /// nothing is sent any more.
  void stop(Deadline deadline);
}
