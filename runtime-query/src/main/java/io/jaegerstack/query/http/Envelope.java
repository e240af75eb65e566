package io.jaegerstack.query.http;

import io.jaegerstack.model.TraceId;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.wire.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The object around every answer of the v1 API: `{data, total, limit, offset, errors}`.
final class Envelope {
  static final String JSON = "application/json";

  /// An answer whose `data` is an array.
  ///
  /// @param total what the answer says there is; Jaeger counts names, and says 0 of everything else
  static <T> HttpAnswer of(List<T> data, int total, BiConsumer<JsonWriter, T> item) {
    var out = new ByteArrayOutputStream();
    var json = new JsonWriter(out);
    open(json);
    data.forEach(one -> item.accept(json, one));
    json.endArray();
    counts(json, total);
    json.nullValue().endObject().flush();
    return HttpAnswer.json(out.toByteArray());
  }

  /// An answer to a call that failed.
  static HttpAnswer failure(int status, String message) {
    var out = new ByteArrayOutputStream();
    var json = new JsonWriter(out);
    json.beginObject().name("data").nullValue();
    counts(json, 0);
    json.beginArray().beginObject();
    json.name("code").value(status).name("msg").value(message);
    json.endObject().endArray().endObject().flush();
    return HttpAnswer.bytes(status, JSON, out.toByteArray());
  }

  /// Everything before the first trace.
  static void open(JsonWriter json) {
    json.beginObject().name("data").beginArray();
  }

  /// Why a trace is not in the answer.
  ///
  /// @param code an HTTP status; 0 where there is none to say
  record Problem(int code, String message, @Nullable TraceId trace) {}

  /// Everything after the last trace, with what keeps others out.
  static void close(JsonWriter json, List<Problem> problems) {
    json.endArray();
    counts(json, 0);
    if (problems.isEmpty()) {
      json.nullValue();
    } else {
      json.beginArray();
      problems.forEach(problem -> write(json, problem));
      json.endArray();
    }
    json.endObject();
  }

  private static void write(JsonWriter json, Problem problem) {
    json.beginObject();
    if (problem.code() != 0) {
      json.name("code").value(problem.code());
    }
    json.name("msg").value(problem.message());
    if (problem.trace() != null) {
      json.name("traceID").value(problem.trace().toString());
    }
    json.endObject();
  }

  /// Up to and with the name of the errors.
  private static void counts(JsonWriter json, int total) {
    json.name("total").value(total).name("limit").value(0).name("offset").value(0).name("errors");
  }

  private Envelope() {}
}
