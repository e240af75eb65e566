package io.jaegerstack.storage.elasticsearch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jaegerstack.benchmarks.Load;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Tag;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// A span as Jaeger's document in Elasticsearch: ours from slices, and the same members by
/// Jackson's streaming generator from records. In this package for the encoder, which nobody else
/// may use.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Load.SPANS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 2,
    jvmArgs = {"-Xmx256m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
public class DocumentBenchmark {
  private static final int EXPECTED_BYTES = 1_500_000;

  @Param({"10", "100"})
  int spansPerRequest;

  private final KeyFragments fragments = new KeyFragments();
  private final TagFields fields =
      new TagFields(SettingValues.defaults(Catalogue.of(Component.COLLECTOR)));
  private final JsonFactory jackson = new JsonFactory();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(EXPECTED_BYTES);

  private List<List<Span>> requests = List.of();
  private final List<SpanBatch> batches = new ArrayList<>();

  @Setup
  public void load() {
    requests = new Load().requests(spansPerRequest);
    requests.forEach(spans -> batches.add(SpanBatch.of(spans)));
  }

  @Benchmark
  public int encode() {
    var out = new JsonBytes(EXPECTED_BYTES);
    for (SpanBatch batch : batches) {
      var encoder = new EsSpanEncoder(fragments, fields);
      for (int i = 0; i < batch.size(); i++) {
        encoder.encode(batch.span(i), out);
      }
    }
    return out.size();
  }

  @Benchmark
  public int encodeByJackson() throws IOException {
    bytes.reset();
    for (List<Span> spans : requests) {
      for (Span span : spans) {
        try (JsonGenerator json = jackson.createGenerator(bytes)) {
          span(span, json);
        }
      }
    }
    return bytes.size();
  }

  private static void span(Span span, JsonGenerator json) throws IOException {
    long micros = span.startNanos() / 1000;
    json.writeStartObject();
    json.writeStringField("traceID", span.traceId().toString());
    json.writeStringField("spanID", span.spanId().toString());
    json.writeNumberField("flags", span.flags());
    json.writeStringField("operationName", span.operationName());
    json.writeArrayFieldStart("references");
    for (Reference reference : span.references()) {
      json.writeStartObject();
      json.writeStringField("refType", reference.type().name());
      json.writeStringField("traceID", reference.traceId().toString());
      json.writeStringField("spanID", reference.spanId().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("startTime", micros);
    json.writeNumberField("startTimeMillis", micros / 1000);
    json.writeNumberField("duration", span.durationNanos() / 1000);
    tags(span.tags(), json);
    json.writeArrayFieldStart("logs");
    json.writeEndArray();
    process(span.process(), json);
    json.writeEndObject();
  }

  private static void process(Process process, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("process");
    json.writeStringField("serviceName", process.serviceName());
    tags(process.tags(), json);
    json.writeEndObject();
  }

  private static void tags(List<Tag> tags, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("tags");
    for (Tag tag : tags) {
      json.writeStartObject();
      json.writeStringField("key", tag.key());
      json.writeStringField("type", tag.value().type().label());
      json.writeStringField("value", tag.value().asText());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
