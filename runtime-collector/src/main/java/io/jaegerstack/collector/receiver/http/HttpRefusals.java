package io.jaegerstack.collector.receiver.http;

import io.jaegerstack.collector.pipeline.Admission;
import io.jaegerstack.server.http.HttpAnswer;

/// The pipeline's refusals as HTTP answers, each with `Retry-After`.
public final class HttpRefusals {
  /// 429 where the collector has too much to do, 503 where it ends or the storage is away.
  public static int status(Admission.Refused refused) {
    return switch (refused.cause()) {
      case QUEUE_FULL -> 429;
      case SHUTTING_DOWN, NOT_STORED -> 503;
    };
  }

  /// For clients that read the status only.
  public static HttpAnswer plain(Admission.Refused refused) {
    return withRetryAfter(
        refused,
        HttpAnswer.text(
            status(refused), "text/plain; charset=utf-8", refused.cause().message() + "\n"));
  }

  /// Whole seconds, rounded up, as HTTP has it.
  public static HttpAnswer withRetryAfter(Admission.Refused refused, HttpAnswer answer) {
    long seconds = refused.retryAfter().plusNanos(999_999_999).toSeconds();
    return answer.with("Retry-After", Long.toString(seconds));
  }

  private HttpRefusals() {}
}
