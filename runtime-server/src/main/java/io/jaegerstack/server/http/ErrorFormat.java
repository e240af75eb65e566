package io.jaegerstack.server.http;

/// How a server writes its errors; Jaeger's query and collector do it differently.
@FunctionalInterface
public interface ErrorFormat {
  /// `{"status":404,"error":"…"}`.
  ErrorFormat JSON =
      (status, message) ->
          HttpAnswer.text(
              status,
              "application/json",
              "{\"status\":%d,\"error\":%s}\n".formatted(status, JsonText.quoted(message)));

  /// The message alone.
  ErrorFormat PLAIN =
      (status, message) -> HttpAnswer.text(status, "text/plain; charset=utf-8", message + "\n");

  HttpAnswer answer(int status, String message);
}
