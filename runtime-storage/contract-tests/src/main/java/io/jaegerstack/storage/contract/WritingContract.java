package io.jaegerstack.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a [io.jaegerstack.storage.SpanWriter] must do.
public abstract class WritingContract extends StorageContract {
  private static final int THREADS = 8;
  private static final int WRITES_PER_THREAD = 20;
  private static final int SPANS_PER_WRITE = 10;

  @Test
  void reportsEachSpanOfSeveralBatchesOnce() {
    String service = TestSpan.newName("shop");
    var batches =
        List.of(
            SpanBatch.of(spans(service, TestSpan.newTraceId(), 3)),
            SpanBatch.of(List.of()),
            SpanBatch.of(spans(service, TestSpan.newTraceId(), 5)));
    var outcome = new RecordedOutcome();
    underTest().storage().writer().write(batches, outcome);
    outcome.assertAllStored(batches);
  }

  @Test
  void reportsNothingForNothing() {
    var outcome = new RecordedOutcome();
    underTest().storage().writer().write(List.of(), outcome);
    underTest().storage().writer().write(List.of(SpanBatch.of(List.of())), outcome);
    outcome.assertEachReportedOnce(List.of());
  }

  @Test
  void storesTheSameSpanOnce() {
    Span span = TestSpan.of(TestSpan.newName("shop"), "GET /").tag("http.method", "GET").build();
    write(span);
    write(span, span);
    assertThat(read(span.traceId())).containsExactly(span);
  }

  @Test
  void keepsBothSpansThatShareAnId() {
    Span client = TestSpan.of(TestSpan.newName("shop"), "GET /").tag("span.kind", "client").build();
    Span server =
        TestSpan.of(TestSpan.newName("stock"), "GET /")
            .in(client.traceId())
            .id(client.spanId())
            .tag("span.kind", "server")
            .build();
    write(client);
    write(server);
    assertThat(read(client.traceId())).containsExactlyInAnyOrder(client, server);
  }

  @Test
  void keepsSpansOfOneBatchWithProcessesOfTheirOwn() {
    var trace = TestSpan.newTraceId();
    var first =
        FlatProcess.of(new Process(TestSpan.newName("a"), List.of(Tag.of("zone", "north"))));
    var second =
        FlatProcess.of(new Process(TestSpan.newName("b"), List.of(Tag.of("zone", "south"))));
    var batch = new SpanBatch(new byte[0]);
    batch.add(flat(first, trace, 1));
    batch.add(flat(second, trace, 2));
    batch.add(flat(first, trace, 3));
    write(List.of(batch));
    assertThat(read(trace))
        .extracting(span -> span.spanId().value() + " " + span.process().serviceName())
        .containsExactlyInAnyOrder(
            "1 " + first.serviceName(), "2 " + second.serviceName(), "3 " + first.serviceName());
  }

  private static FlatSpan flat(FlatProcess process, TraceId trace, long id) {
    var span = new FlatSpan(process);
    span.traceIdHigh = trace.high();
    span.traceIdLow = trace.low();
    span.spanId = id;
    span.operation = Key.of("work");
    span.startNanos = TestSpan.nanos(TestSpan.START);
    return span;
  }

  @Test
  void takesWritesFromManyThreads() throws Exception {
    String service = TestSpan.newName("busy");
    var traces = new ArrayList<TraceId>();
    var running = new ArrayList<Future<?>>();
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      for (int thread = 0; thread < THREADS; thread++) {
        TraceId trace = TestSpan.newTraceId();
        traces.add(trace);
        running.add(threads.submit(() -> writeOften(service, trace)));
      }
      await(running);
    }
    underTest().showWrites();
    for (TraceId trace : traces) {
      assertThat(read(trace)).hasSize(WRITES_PER_THREAD * SPANS_PER_WRITE);
    }
    assertThat(reader().findTraceIds(spansOf(service))).containsExactlyInAnyOrderElementsOf(traces);
  }

  private void writeOften(String service, TraceId trace) {
    for (int i = 0; i < WRITES_PER_THREAD; i++) {
      var batches = List.of(SpanBatch.of(spans(service, trace, SPANS_PER_WRITE)));
      var outcome = new RecordedOutcome();
      underTest().storage().writer().write(batches, outcome);
      outcome.assertAllStored(batches);
    }
  }

  @Test
  void answersSearchesWhileItIsWrittenTo() throws Exception {
    String service = TestSpan.newName("busy");
    Span first = TestSpan.of(service, "first").build();
    write(first);
    try (var threads = Executors.newSingleThreadExecutor()) {
      Future<?> writing = threads.submit(() -> writeOften(service, TestSpan.newTraceId()));
      do {
        assertThat(reader().findTraceIds(spansOf(service))).contains(first.traceId());
        assertThat(read(first.traceId())).containsExactly(first);
      } while (!writing.isDone());
      await(List.of(writing));
    }
  }

  private static void await(List<Future<?>> running) throws InterruptedException {
    for (Future<?> one : running) {
      try {
        one.get();
      } catch (ExecutionException failed) {
        throw new AssertionError(failed.getCause());
      }
    }
  }

  private static List<Span> spans(String service, TraceId trace, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> TestSpan.of(service, "operation-" + i).in(trace).build())
        .toList();
  }
}
