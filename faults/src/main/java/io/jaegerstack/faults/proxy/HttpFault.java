package io.jaegerstack.faults.proxy;

import java.time.Duration;

/// What a proxy does to one HTTP request.
public sealed interface HttpFault {
  /// Answered here; the server never sees it.
  record Answer(int status, String body, int retryAfterSeconds) implements HttpFault {}

  /// Reset before the server sees it.
  record DropBefore() implements HttpFault {}

  /// Applied, and then a reset instead of the answer.
  record AnswerLost() implements HttpFault {}

  /// Applied, and then half of the answer and a reset.
  record HalfBody() implements HttpFault {}

  /// Applied late.
  record Delay(Duration time) implements HttpFault {}

  /// Applied, and the answer comes in pieces with a pause before each.
  record SlowBody(Duration pause) implements HttpFault {}

  /// Of a bulk request some documents fail, and the others are applied: 200 with errors per item.
  ///
  /// @param oneIn how many documents of spans there are for one that fails; told apart by their id,
  ///   so that the same ones fail again
  /// @param status of such an item
  /// @param onlyOnce whether a document that failed is applied when it comes again
  /// @param told false for a server that says 201 for them all the same, as one would that loses
  ///   them
  record FailItems(int oneIn, int status, String type, boolean onlyOnce, boolean told)
      implements HttpFault {}
}
