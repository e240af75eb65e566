package io.jaegerstack.query.http;

import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.server.http.HttpAnswer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.function.UnaryOperator;

/// Traces as a stream of JSON: each is adjusted and written when the caller has read those before
/// it, and let go when it is written, so that an answer never exists as a whole.
final class TraceAnswer {
  private static final int BUFFER_BYTES = 16 * 1024;

  static HttpAnswer of(
      Collection<Trace> traces, List<TraceId> missing, UnaryOperator<Trace> adjust) {
    Queue<Trace> waiting = new ArrayDeque<>(traces);
    return HttpAnswer.stream(
        200,
        Envelope.JSON,
        out -> {
          var buffered = new BufferedOutputStream(out, BUFFER_BYTES);
          write(waiting, missing, adjust, buffered);
          buffered.flush();
        });
  }

  private static void write(
      Queue<Trace> waiting, List<TraceId> missing, UnaryOperator<Trace> adjust, OutputStream out)
      throws IOException {
    out.write(Envelope.HEAD);
    boolean first = true;
    while (!waiting.isEmpty()) {
      if (!first) {
        out.write(',');
      }
      first = false;
      TraceJson.write(adjust.apply(waiting.remove()), out);
    }
    out.write(Envelope.tail(missing));
  }

  private TraceAnswer() {}
}
