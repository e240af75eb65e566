package io.jaegerstack.server.http;

import java.time.Duration;

/// Is told what a server did; how metrics get their numbers. Called from event loops and virtual
/// threads: it only counts.
public interface HttpWatch {
  /// Why a request never reached a handler, or an answer never reached its caller.
  enum Refusal {
    /// Not HTTP, or a body that is not packed as its head says.
    MALFORMED,
    HEAD_TOO_LARGE,
    BODY_TOO_LARGE,
    UNKNOWN_ENCODING,
    NO_ROUTE,
    TOO_MANY_CONNECTIONS,
    TOO_MANY_BODIES,
    TOO_MANY_CALLS,
    SLOW_HEAD,
    SLOW_BODY,
    /// The caller hung up within the body.
    CUT_OFF,
    SLOW_READER,
    LONG_CALL
  }

  HttpWatch NONE =
      new HttpWatch() {
        @Override
        public void answered(String method, String route, int status, Duration took) {}

        @Override
        public void refused(Refusal why) {}
      };

  /// A handler's answer, or its failure, was handed to the connection.
  ///
  /// @param route the pattern, never the path
  void answered(String method, String route, int status, Duration took);

  void refused(Refusal why);
}
