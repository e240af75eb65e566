package io.jaegerstack.query.http;

import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.wire.json.JsonWriter;
import io.jaegerstack.wire.json.UiTrace;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.function.UnaryOperator;

/// Traces as a stream of JSON: each is adjusted and written when the caller has read those before
/// it, and let go when it is written, so that an answer never exists as a whole.
final class TraceAnswer {
  static HttpAnswer of(
      Collection<Trace> traces, List<TraceId> missing, UnaryOperator<Trace> adjust) {
    Queue<Trace> waiting = new ArrayDeque<>(traces);
    return HttpAnswer.stream(200, Envelope.JSON, out -> write(waiting, missing, adjust, out));
  }

  private static void write(
      Queue<Trace> waiting, List<TraceId> missing, UnaryOperator<Trace> adjust, OutputStream out)
      throws IOException {
    var json = new JsonWriter(out);
    try {
      Envelope.open(json);
      while (!waiting.isEmpty()) {
        UiTrace.write(adjust.apply(waiting.remove()), json);
      }
      Envelope.close(json, missing);
      json.flush();
    } catch (UncheckedIOException callerGone) {
      throw callerGone.getCause();
    }
  }

  private TraceAnswer() {}
}
