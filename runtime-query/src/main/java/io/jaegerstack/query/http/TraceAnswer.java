package io.jaegerstack.query.http;

import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.query.http.Envelope.Problem;
import io.jaegerstack.query.service.TraceStream;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.HttpFailure;
import io.jaegerstack.storage.NoRoomException;
import io.jaegerstack.wire.json.JsonWriter;
import io.jaegerstack.wire.json.UiTrace;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Traces as a stream of JSON: each is fetched, adjusted and written when the caller has read those
/// before it, and let go when it is written, so that an answer never exists as a whole.
///
/// The first one is fetched before the status is chosen. What fails later can only be said at the
/// end of the answer, among its errors.
final class TraceAnswer implements HttpAnswer.BodyWriter {
  /// Of a trace that no retry will make smaller.
  static final int TOO_LARGE = 422;

  static final int BUSY = 503;

  private final TraceStream traces;
  private final UnaryOperator<Trace> adjust;
  private final List<Problem> problems = new ArrayList<>();
  private Optional<Trace> next = Optional.empty();
  private boolean isOver;

  private TraceAnswer(TraceStream traces, UnaryOperator<Trace> adjust) {
    this.traces = traces;
    this.adjust = adjust;
  }

  /// Takes over `traces`, and closes it.
  ///
  /// @throws NoRoomException where not even the first trace fits
  static HttpAnswer of(TraceStream traces, UnaryOperator<Trace> adjust) {
    return of(traces, adjust, false);
  }

  /// The answer for one trace that must be there.
  static HttpAnswer ofOne(TraceStream traces, UnaryOperator<Trace> adjust) {
    return of(traces, adjust, true);
  }

  private static HttpAnswer of(
      TraceStream traces, UnaryOperator<Trace> adjust, boolean isRequired) {
    var answer = new TraceAnswer(traces, adjust);
    try {
      answer.first();
      if (isRequired && answer.next.isEmpty()) {
        throw HttpFailure.notFound("trace not found");
      }
      return HttpAnswer.stream(200, Envelope.JSON, answer);
    } catch (RuntimeException | Error failed) {
      traces.close();
      throw failed;
    }
  }

  /// Passes what is too large, unless there is nothing else.
  private void first() {
    NoRoomException refused = null;
    while (!isOver && next.isEmpty()) {
      try {
        next = traces.next();
        isOver = next.isEmpty();
      } catch (NoRoomException full) {
        if (!full.isTooLarge()) {
          throw full;
        }
        refused = full;
        problems.add(problem(full));
      }
    }
    if (refused != null && next.isEmpty() && traces.missing().isEmpty()) {
      throw refused;
    }
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    var json = new JsonWriter(out);
    try {
      Envelope.open(json);
      while (next.isPresent()) {
        UiTrace.write(adjust.apply(next.get()), json);
        advance();
      }
      for (TraceId id : traces.missing()) {
        problems.add(new Problem(0, "trace not found", id));
      }
      Envelope.close(json, problems);
      json.flush();
    } catch (UncheckedIOException callerGone) {
      throw traces.isCutOff()
          ? new IOException("the caller read too slowly while others waited for the memory")
          : callerGone.getCause();
    }
  }

  private void advance() {
    next = Optional.empty();
    while (!isOver && next.isEmpty()) {
      try {
        next = traces.next();
        isOver = next.isEmpty();
      } catch (NoRoomException full) {
        problems.add(problem(full));
        isOver = !full.isTooLarge();
      }
    }
  }

  private static Problem problem(NoRoomException full) {
    return new Problem(full.isTooLarge() ? TOO_LARGE : BUSY, message(full), full.trace());
  }

  private static String message(NoRoomException full) {
    return String.valueOf(full.getMessage());
  }

  @Override
  public void close() {
    traces.close();
  }
}
