package io.jaegerstack.benchmarks;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.FoundTraces;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.TraceQuery;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Asks a store for what was written to it, and says how long it took: searches with all spans of
/// what they find, and traces by their ids.
final class EmbeddedReads {
  private static final int SAMPLES = 400;
  private static final int WARMING = 5;
  private static final int COLD_SAMPLES = 200;
  private static final int SAMPLED_TRACES = 4_000;

  private final SplittableRandom random = new SplittableRandom(7);
  private final List<TraceId> known = new ArrayList<>();
  private final List<String> requestIds = new ArrayList<>();
  private long end;

  /// Notes some of the spans that are written.
  void note(FlatSpan span) {
    end = Math.max(end, span.startNanos);
    if (random.nextInt(2_500) == 0 && known.size() < SAMPLED_TRACES) {
      known.add(span.traceId());
      requestIds.add(span.process.serviceName().text() + " " + span.tags.text(0));
    }
  }

  private interface Asking {
    void ask(int sample);
  }

  /// Each kind of question, some times to warm up and once to be told.
  void warm(SpanReader reader) {
    for (int pass = 0; pass <= WARMING; pass++) {
      boolean isTold = pass == WARMING;
      measure(isTold, "service", i -> find(reader, service(), null, Map.of(), null));
      measure(isTold, "operation", i -> findOperation(reader));
      measure(isTold, "tag", i -> find(reader, service(), null, code(), null));
      measure(isTold, "unique tag", i -> findId(reader, requestIds.get(any())));
      measure(
          isTold,
          "absent tag",
          i -> find(reader, service(), null, Map.of("http.request.id", "none" + i), null));
      measure(
          isTold, "duration", i -> find(reader, service(), null, Map.of(), Duration.ofMillis(700)));
      measure(isTold, "trace", i -> reader.trace(known.get(any()), Room.UNBOUNDED));
    }
  }

  /// Traces by their ids, each after `forget`.
  void cold(SpanReader reader, Runnable forget) {
    double[] took = new double[COLD_SAMPLES];
    for (int i = 0; i < COLD_SAMPLES; i++) {
      forget.run();
      long began = System.nanoTime();
      reader.trace(known.get(any()), Room.UNBOUNDED);
      took[i] = (System.nanoTime() - began) / 1e6;
    }
    Arrays.sort(took);
    EmbeddedStores.tell(
        "question",
        "cold trace",
        "asked",
        COLD_SAMPLES,
        "ms_p50",
        took[COLD_SAMPLES / 2],
        "ms_p95",
        took[COLD_SAMPLES * 95 / 100]);
  }

  private int any() {
    return random.nextInt(known.size());
  }

  private String service() {
    return "service-" + random.nextInt(10);
  }

  private static Map<String, String> code() {
    return Map.of("http.status_code", "503");
  }

  private void findOperation(SpanReader reader) {
    int service = random.nextInt(10);
    int operation = service * 20 + random.nextInt(20);
    String method = List.of("GET", "POST", "PUT", "DELETE", "PATCH").get(operation % 5);
    find(
        reader,
        "service-" + service,
        "HTTP " + method + " /api/v1/resource-" + operation,
        Map.of(),
        null);
  }

  private void findId(SpanReader reader, String serviceAndId) {
    String[] both = serviceAndId.split(" ");
    find(reader, both[0], null, Map.of("http.request.id", both[1]), null);
  }

  private void find(
      SpanReader reader,
      String service,
      @Nullable String operation,
      Map<String, String> tags,
      @Nullable Duration atLeast) {
    Instant until = Instant.ofEpochSecond(0, end).plusSeconds(3_600);
    var query = new TraceQuery(service, operation, tags, Instant.EPOCH, until, atLeast, null, 20);
    try (FoundTraces found = reader.findTraces(query, Room.UNBOUNDED)) {
      found.rest();
    }
  }

  /// On a busy machine the time on the wall says little: the thread's CPU time is beside it.
  private static void measure(boolean isTold, String question, Asking asking) {
    double[] took = new double[SAMPLES];
    double[] worked = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      long began = System.nanoTime();
      long cpu = threadNanos();
      asking.ask(i);
      worked[i] = (threadNanos() - cpu) / 1e6;
      took[i] = (System.nanoTime() - began) / 1e6;
    }
    Arrays.sort(took);
    Arrays.sort(worked);
    if (isTold) {
      int p95 = SAMPLES * 95 / 100;
      EmbeddedStores.tell(
          "question",
          question,
          "asked",
          SAMPLES,
          "ms_p50",
          took[SAMPLES / 2],
          "ms_p95",
          took[p95],
          "cpu_ms_p50",
          worked[SAMPLES / 2],
          "cpu_ms_p95",
          worked[p95]);
    }
  }

  private static long threadNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
