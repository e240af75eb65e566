package io.jaegerstack.agent.reporter;

import io.grpc.Status;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/// What to do after a request failed, and when.
///
/// @param max failures of one request that are retried, while there is a connection
/// @param random from 0 to 1: spreads agents that failed together
record RetryPolicy(int max, DoubleSupplier random) {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /// What an answer, or its absence, means for a request.
  enum Verdict {
    /// No failure: the collector has the spans.
    DELIVERED,
    /// The collector is well and says no; it would say so again.
    REJECT,
    /// The collector is full, goes away, or did not answer in time: keep the spans and come back,
    /// however often. A request without an answer may have been taken; storages keep a span once,
    /// by its ids, so that to send it again costs nothing but work.
    COME_BACK,
    /// The request is larger than the collector takes.
    TOO_LARGE,
    /// No connection: keep the spans until there is one.
    WAIT,
    /// Something broke on the way: again, for a limited number of times.
    RETRY
  }

  /// A collector that says itself that the time is over did not take the request: not silence, and
  /// not waited out for ever.
  static Verdict verdict(CollectorCall.Outcome outcome, boolean connected) {
    boolean timedOut = outcome.status().getCode() == Status.Code.DEADLINE_EXCEEDED;
    return timedOut && outcome.answered() ? Verdict.RETRY : verdict(outcome.status(), connected);
  }

  static Verdict verdict(Status status, boolean connected) {
    return switch (status.getCode()) {
      case RESOURCE_EXHAUSTED -> isAboutSize(status) ? Verdict.TOO_LARGE : Verdict.COME_BACK;
      case DEADLINE_EXCEEDED -> connected ? Verdict.COME_BACK : Verdict.WAIT;
      case UNAVAILABLE -> connected ? Verdict.COME_BACK : Verdict.WAIT;
      case CANCELLED, ABORTED, INTERNAL, UNKNOWN -> connected ? Verdict.RETRY : Verdict.WAIT;
      case INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          DATA_LOSS,
          UNAUTHENTICATED,
          OK ->
          Verdict.REJECT;
    };
  }

  /// grpc-go and grpc-java use the same code for a full server and for a message beyond their
  /// limit.
  private static boolean isAboutSize(Status status) {
    String text = status.getDescription() == null ? "" : status.getDescription();
    return text.contains("larger than max") || text.contains("exceeds maximum size");
  }

  /// Doubles with each failure, between half and all of it.
  Duration pause(int failures) {
    long whole =
        Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures, 10));
    return Duration.ofMillis((long) (whole * (0.5 + random.getAsDouble() / 2)));
  }
}
