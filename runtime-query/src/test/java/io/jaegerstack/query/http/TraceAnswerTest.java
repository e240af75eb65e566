package io.jaegerstack.query.http;

import static io.jaegerstack.query.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.model.Tag;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.query.FakeStorage;
import io.jaegerstack.query.service.AnswerBudget;
import io.jaegerstack.query.service.QueryService;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.storage.TraceQuery;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceAnswerTest {
  /// More than the writer holds before it hands over.
  private static final int LARGE = 20_000;

  private static final TraceQuery EVERYTHING =
      new TraceQuery("service", null, Map.of(), Instant.EPOCH, Instant.MAX, null, null, 100);

  @Test
  void touchesNoTraceBeforeTheCallerHasTakenThoseBeforeIt() {
    var adjusted = new ArrayList<TraceId>();
    var storage = new FakeStorage();
    for (int i = 1; i <= 100; i++) {
      storage.with(new Trace(new TraceId(0, i), List.of(span(1, Tag.of("k", "x".repeat(LARGE))))));
    }
    HttpAnswer answer =
        TraceAnswer.of(
            service(storage).find(EVERYTHING),
            trace -> {
              adjusted.add(trace.id());
              return trace;
            });

    assertThat(adjusted).isEmpty();
    assertThatThrownBy(() -> stream(answer).writeTo(new LeavingAfter(3 * LARGE)))
        .isInstanceOf(IOException.class)
        .hasMessage("the caller is gone");
    assertThat(adjusted).hasSizeBetween(3, 4);
  }

  private static QueryService service(FakeStorage storage) {
    var registry = new SimpleMeterRegistry();
    // Room for one of the traces, not for two.
    var budget = new AnswerBudget(2 * LARGE, Duration.ZERO, Duration.ofSeconds(30), registry);
    return QueryService.of(storage, Duration.ZERO, budget, registry);
  }

  private static HttpAnswer.BodyWriter stream(HttpAnswer answer) {
    return ((HttpAnswer.Body.Stream) answer.body()).writer();
  }

  /// A caller that takes so many bytes.
  private static final class LeavingAfter extends OutputStream {
    private int left;

    LeavingAfter(int bytes) {
      left = bytes;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[1], 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw new IOException("the caller is gone");
      }
    }
  }
}
