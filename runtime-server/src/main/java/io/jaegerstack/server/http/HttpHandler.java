package io.jaegerstack.server.http;

/// Answers one kind of call.
@FunctionalInterface
public interface HttpHandler {
  /// On a virtual thread, unless the route says otherwise: it may wait.
  ///
  /// @throws HttpFailure for a status with a message; anything else becomes 500 and is logged
  HttpAnswer answer(HttpCall call) throws Exception;
}
