package io.jaegerstack.agent.reporter;

import io.jaegerstack.wire.tchannel.ErrorCode;
import io.jaegerstack.wire.tchannel.ErrorMessage;

/// A TChannel call that has no result: the collector said why, or the way there did. Without a
/// stack trace, because many can come while a collector is away.
public final class CallFailedException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient ErrorMessage error;
  private final boolean unanswered;

  private CallFailedException(ErrorMessage error, boolean unanswered) {
    super(error.code() + " " + error.message(), null, false, false);
    this.error = error;
    this.unanswered = unanswered;
  }

  /// The collector said so.
  static CallFailedException answered(ErrorMessage error) {
    return new CallFailedException(error, false);
  }

  /// The call did not go out.
  static CallFailedException notSent(String why) {
    return new CallFailedException(new ErrorMessage(ErrorCode.NETWORK, why), false);
  }

  /// The call went out, and no answer came back.
  static CallFailedException unanswered(ErrorCode code, String why) {
    return new CallFailedException(new ErrorMessage(code, why), true);
  }

  /// Whether the collector may have made the call all the same.
  public boolean isUnanswered() {
    return unanswered;
  }

  /// What was said; [ErrorCode#NETWORK] and [ErrorCode#TIMEOUT] also where we say so ourselves.
  public ErrorMessage error() {
    return error;
  }
}
