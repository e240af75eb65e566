package io.jaegerstack.query.http;

import io.jaegerstack.model.TraceId;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The object around every answer of the v1 API: `{data, total, limit, offset, errors}`.
final class Envelope {
  static final String JSON = "application/json";
  static final byte[] HEAD = "{\"data\":[".getBytes(StandardCharsets.UTF_8);

  /// An answer whose `data` is an array.
  ///
  /// @param total what the answer says there is; Jaeger counts names, and says 0 of everything else
  static <T> HttpAnswer of(List<T> data, Function<T, String> json, int total) {
    var text = new StringBuilder("{\"data\":[");
    for (int i = 0; i < data.size(); i++) {
      text.append(i == 0 ? "" : ",").append(json.apply(data.get(i)));
    }
    return HttpAnswer.text(200, JSON, text.append("]").append(tail(total, "null")).toString());
  }

  /// An answer to a call that failed.
  static HttpAnswer failure(int status, String message) {
    String error = "[{\"code\":%d,\"msg\":%s}]".formatted(status, JsonText.quoted(message));
    return HttpAnswer.text(status, JSON, "{\"data\":null" + tail(0, error));
  }

  /// What follows the array of traces: a message for each id that was not found.
  static byte[] tail(List<TraceId> missing) {
    var errors = new ArrayList<String>();
    for (TraceId id : missing) {
      errors.add("{\"msg\":\"trace not found\",\"traceID\":\"%s\"}".formatted(id));
    }
    String json = errors.isEmpty() ? "null" : "[" + String.join(",", errors) + "]";
    return ("]" + tail(0, json)).getBytes(StandardCharsets.UTF_8);
  }

  private static String tail(int total, String errors) {
    return ",\"total\":%d,\"limit\":0,\"offset\":0,\"errors\":%s}".formatted(total, errors);
  }

  private Envelope() {}
}
