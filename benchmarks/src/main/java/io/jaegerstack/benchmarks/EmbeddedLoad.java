package io.jaegerstack.benchmarks;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// Traces of ten spans over three of ten services, ten tags a span of which two are ids that never
/// come again, four tags a process: about 390 bytes a span in Jaeger's protobuf. Batches are made
/// once and changed in place each time they are written again, so that making them costs little.
final class EmbeddedLoad {
  static final long START = 1_780_000_000_000_000_000L;

  /// Between two traces.
  static final long STEP = TimeUnit.MICROSECONDS.toNanos(180_000);

  private static final int SPANS_OF_TRACE = 10;
  private static final int SPANS_OF_BATCH = 10;
  private static final int SERVICES = 10;
  private static final int INSTANCES = 20;
  private static final int OPERATIONS = 20;
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final String[] METHODS = {"GET", "POST", "PUT", "DELETE", "PATCH"};
  private static final String[] REGIONS = {
    "eu-west-1", "eu-central-1", "us-east-1", "us-west-2", "ap-south-1"
  };
  private static final String[] PARTS = {"net/http", "grpc", "jdbc", "kafka", "redis"};
  private static final String[] CODES = {"200", "201", "204", "301", "302", "400", "401", "404"};

  private final SplittableRandom random = new SplittableRandom(42);
  private final FlatProcess[][] processes = new FlatProcess[SERVICES][INSTANCES];
  private final List<List<FlatSpan>> open = new ArrayList<>();
  private final List<SpanBatch> batches = new ArrayList<>();
  private final List<byte[]> buffers = new ArrayList<>();

  /// @param traces made once
  EmbeddedLoad(int traces) {
    for (int service = 0; service < SERVICES; service++) {
      open.add(new ArrayList<>());
      for (int i = 0; i < INSTANCES; i++) {
        processes[service][i] = process(service, i);
      }
    }
    for (int trace = 0; trace < traces; trace++) {
      trace(START + trace * STEP);
    }
  }

  List<SpanBatch> batches() {
    return batches;
  }

  private FlatProcess process(int service, int instance) {
    return FlatProcess.of(
        new Process(
            "service-" + service,
            List.of(
                Tag.of("hostname", "svc" + service + "-" + hex(10) + "-pod" + instance),
                Tag.of("ip", "10." + service + "." + instance + "." + random.nextInt(256)),
                Tag.of("jaeger.version", "Java-1.8.0"),
                Tag.of("container.id", hex(32)))));
  }

  private String hex(int digits) {
    byte[] text = new byte[digits];
    fill(text, 0, digits);
    return new String(text, StandardCharsets.US_ASCII);
  }

  private void fill(byte[] text, int at, int digits) {
    for (int i = at; i < at + digits; i++) {
      if (text[i] != '-') {
        text[i] = DIGITS[random.nextInt(16)];
      }
    }
  }

  private void trace(long start) {
    var id = new TraceId(random.nextLong(), random.nextLong());
    int[] services = {random.nextInt(SERVICES), random.nextInt(SERVICES), random.nextInt(SERVICES)};
    long root = random.nextLong() | 1;
    for (int i = 0; i < SPANS_OF_TRACE; i++) {
      int service = services[i < 4 ? 0 : i < 7 ? 1 : 2];
      var span = span(service, start + i * 1_500_000L + random.nextInt(1_000) * 1_000L);
      span.traceIdHigh = id.high();
      span.traceIdLow = id.low();
      span.spanId = i == 0 ? root : random.nextLong() | 1;
      if (i > 0) {
        span.references = new Reference[] {Reference.childOf(id, new SpanId(root))};
      }
      List<FlatSpan> waiting = open.get(service);
      waiting.add(span);
      if (waiting.size() == SPANS_OF_BATCH) {
        batch(service, waiting);
        waiting.clear();
      }
    }
  }

  private void batch(int service, List<FlatSpan> spans) {
    var batch = new SpanBatch(new byte[0]);
    FlatProcess process = processes[service][random.nextInt(INSTANCES)];
    for (FlatSpan span : spans) {
      span.process = process;
      batch.add(span);
    }
    batches.add(batch);
  }

  private FlatSpan span(int service, long start) {
    int operation = service * OPERATIONS + random.nextInt(OPERATIONS);
    var span = new FlatSpan(processes[service][0]);
    span.operation = Key.of("HTTP " + METHODS[operation % 5] + " /api/v1/resource-" + operation);
    span.startNanos = start;
    span.durationNanos = (long) (20_000 * Math.exp(1.2 * random.nextDouble(-3, 3))) * 1_000;
    span.flags = FlatSpan.SAMPLED;
    span.tags = FlatTags.of(tags(service, operation));
    buffers.add(span.tags.source(0));
    return span;
  }

  private List<Tag> tags(int service, int operation) {
    double draw = random.nextDouble();
    String code = draw < 0.01 ? "503" : draw < 0.85 ? "200" : CODES[random.nextInt(CODES.length)];
    int tenant = Math.min(random.nextInt(300), random.nextInt(300));
    return List.of(
        Tag.of(
            "http.request.id", hex(8) + "-" + hex(4) + "-" + hex(4) + "-" + hex(4) + "-" + hex(12)),
        Tag.of("user.session", hex(24)),
        Tag.of("http.method", METHODS[operation % 5]),
        Tag.of("http.status_code", code),
        Tag.of("http.route", "/api/v1/resource-" + operation + "/{id}"),
        Tag.of("net.peer.name", "peer-" + random.nextInt(50) + ".svc.cluster.local"),
        Tag.of("cloud.region", REGIONS[random.nextInt(5)]),
        Tag.of("service.version", "1." + service % 4 + "." + random.nextInt(5)),
        Tag.of("tenant", "tenant-" + tenant),
        Tag.of("component", PARTS[operation % 5]));
  }

  /// Makes `batch`, which was written already, into one of other traces, so much later.
  void renew(SpanBatch batch, long change, long later) {
    for (int i = 0; i < batch.size(); i++) {
      FlatSpan span = batch.span(i);
      span.traceIdHigh ^= change;
      span.startNanos += later;
      if (span.references.length > 0) {
        span.references =
            new Reference[] {Reference.childOf(span.traceId(), span.references[0].spanId())};
      }
      byte[] texts = span.tags.source(0);
      for (int tag = 0; tag < 2; tag++) {
        fill(texts, span.tags.offset(tag), span.tags.length(tag));
      }
    }
  }
}
