package io.jaegerstack.collector.pipeline;

import java.time.Duration;

/// The pipeline's answer to a receiver about one batch, which is taken or refused as a whole.
public sealed interface Admission {
  /// The batch is in the queue, and its spans will be stored or counted as dropped.
  ///
  /// @param leftOut spans of the request that are not in the batch, because an all-zero trace id or
  ///   span id makes one trace of all of them; counted as dropped already
  record Accepted(int leftOut) implements Admission {}

  /// Nothing of the batch was taken: the spans are still the sender's.
  ///
  /// @param retryAfter when the sender had better come back
  record Refused(Cause cause, Duration retryAfter) implements Admission {}

  /// Why a batch was refused.
  enum Cause {
    /// The queue has no room, because the storage takes less than what comes in.
    QUEUE_FULL("the collector's queue is full"),
    /// The collector ends; another one, or this one after its restart, will take the batch.
    SHUTTING_DOWN("the collector is shutting down"),
    /// Asked to answer for the storage, the collector has no answer of it, or a bad one.
    NOT_STORED("the storage could not take the spans");

    private final String message;

    Cause(String message) {
      this.message = message;
    }

    /// For the sender's log.
    public String message() {
      return message;
    }
  }
}
