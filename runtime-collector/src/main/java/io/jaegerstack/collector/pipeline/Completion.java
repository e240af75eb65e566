package io.jaegerstack.collector.pipeline;

/// Told what became of a batch, once, when the last of its spans is settled. Called by the thread
/// that settled it, which may be a writer's or the one that offers or stops: must not wait.
@FunctionalInterface
public interface Completion {
  /// Nobody asks: what cannot be stored is dropped.
  Completion NONE =
      new Completion() {
        @Override
        public void settled(Settlement settlement) {}

        @Override
        public boolean isAwaited() {
          return false;
        }
      };

  void settled(Settlement settlement);

  /// Whether anybody waits for it, because the sender still holds the spans: then those which could
  /// not be stored for now are returned to it instead of being dropped.
  default boolean isAwaited() {
    return true;
  }

  /// Whether the batch is a part of what its sender sends again as a whole or not at all. Then
  /// whoever awaits all parts says [Pipeline#decided(int, boolean)] for what is undecided of them.
  default boolean isPart() {
    return false;
  }
}
