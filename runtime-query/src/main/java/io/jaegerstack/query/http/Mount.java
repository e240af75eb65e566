package io.jaegerstack.query.http;

import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.server.http.ErrorFormat;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.HttpCall;
import io.jaegerstack.server.http.HttpFailure;
import io.jaegerstack.server.http.HttpHandler;
import io.jaegerstack.server.http.Routes;
import io.jaegerstack.server.http.TenantGuard;
import io.jaegerstack.storage.NoRoomException;
import io.jaegerstack.storage.StorageException;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;

/// Where the API and the UI hang their handlers: below the base path, with what every answer of
/// this port has in common (additional headers, compression, the storage's failures as a status).
public final class Mount {
  private final Routes.Builder routes;
  private final AnswerHeaders headers;
  private final UnaryOperator<HttpHandler> guard;
  private final RateLimitedLog warnings =
      RateLimitedLog.of(LoggerFactory.getLogger(QueryHttpApi.class));

  public Mount(Routes.Builder routes, AnswerHeaders headers) {
    this(routes, headers, UnaryOperator.identity());
  }

  private Mount(Routes.Builder routes, AnswerHeaders headers, UnaryOperator<HttpHandler> guard) {
    this.routes = routes;
    this.headers = headers;
    this.guard = guard;
  }

  /// The same place, for handlers that answer tenants only; the UI's own files are anyone's.
  public Mount behind(TenantGuard tenants) {
    return new Mount(routes, headers, tenants::of);
  }

  public void get(String path, HttpHandler handler) {
    routes.get(path, call -> headers.over(Compression.of(call, answer(handler, call))));
  }

  public void post(String path, HttpHandler handler) {
    routes.post(path, call -> headers.over(Compression.of(call, answer(handler, call))));
  }

  /// How this port answers what no handler answered.
  public ErrorFormat errors() {
    return (status, message) -> headers.over(Envelope.failure(status, message));
  }

  private HttpAnswer answer(HttpHandler handler, HttpCall call) throws Exception {
    try {
      return guard.apply(handler).answer(call);
    } catch (NoRoomException full) {
      // The server adds Retry-After to every 503.
      int status = full.isTooLarge() ? TraceAnswer.TOO_LARGE : TraceAnswer.BUSY;
      throw new HttpFailure(status, String.valueOf(full.getMessage()));
    } catch (StorageException failed) {
      warnings.warn(
          "storage failed path=\"{}\" kind={} cause=\"{}\"",
          Parameters.shortened(call.path()),
          failed.kind(),
          message(failed));
      throw new HttpFailure(status(failed), message(failed));
    }
  }

  private static String message(StorageException failed) {
    String message = failed.getMessage();
    return message == null ? "storage failed: " + failed.kind() : message;
  }

  private static int status(StorageException failed) {
    return switch (failed.kind()) {
      case NOT_FOUND -> 404;
      case INVALID -> 400;
      case OVERLOADED, UNAVAILABLE -> 503;
    };
  }
}
