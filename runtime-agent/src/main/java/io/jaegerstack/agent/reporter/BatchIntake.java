package io.jaegerstack.agent.reporter;

import io.jaegerstack.model.SpanBatch;

/// Takes batches of clients that can be told to come back.
@FunctionalInterface
public interface BatchIntake {
  /// Takes the batch over, to deliver it or to count it as dropped, or leaves it with its sender
  /// whole; never waits, never throws.
  Answer offer(SpanBatch batch, BatchFormat format);

  /// What became of a batch.
  enum Answer {
    /// The batch is the agent's.
    TAKEN("taken"),
    /// No room, because collectors take less than what comes in, or are away.
    QUEUE_FULL("the agent's queue is full"),
    /// The agent ends.
    SHUTTING_DOWN("the agent is shutting down");

    private final String message;

    Answer(String message) {
      this.message = message;
    }

    /// For the sender's log.
    public String message() {
      return message;
    }
  }
}
