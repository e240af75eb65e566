package io.jaegerstack.query.http;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.Trace;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One trace in the JSON of Jaeger's UI: each process once, times in microseconds.
final class TraceJson {
  private static final long NANOS_PER_MICRO = 1_000;

  private final JsonOutput json;

  /// Spans of one batch mostly share the very object, so that comparing tags is rare.
  private final Map<Process, String> idsByIdentity = new IdentityHashMap<>();

  private final Map<Process, String> ids = new HashMap<>();
  private final Map<String, Process> processes = new LinkedHashMap<>();

  private TraceJson(JsonOutput json) {
    this.json = json;
  }

  static void write(Trace trace, OutputStream out) throws IOException {
    var json = new JsonOutput(out);
    new TraceJson(json).trace(trace);
    json.flush();
  }

  private void trace(Trace trace) throws IOException {
    json.raw("{\"traceID\":\"").raw(trace.id().toString()).raw("\",\"spans\":");
    array(trace.spans(), this::span);
    json.raw(",\"processes\":{");
    String before = "";
    for (var process : processes.entrySet()) {
      json.raw(before).raw("\"").raw(process.getKey()).raw("\":");
      process(process.getValue());
      before = ",";
    }
    json.raw("},\"warnings\":null}");
  }

  private void span(Span span) throws IOException {
    json.raw("{\"traceID\":\"").raw(span.traceId().toString());
    json.raw("\",\"spanID\":\"").raw(span.spanId().toString()).raw("\"");
    if (span.flags() != 0) {
      json.raw(",\"flags\":").number(Integer.toUnsignedLong(span.flags()));
    }
    json.raw(",\"operationName\":").text(span.operationName()).raw(",\"references\":");
    array(span.references(), this::reference);
    json.raw(",\"startTime\":").number(span.startNanos() / NANOS_PER_MICRO);
    json.raw(",\"duration\":").number(span.durationNanos() / NANOS_PER_MICRO);
    json.raw(",\"tags\":");
    array(span.tags(), this::tag);
    json.raw(",\"logs\":");
    array(span.logs(), this::log);
    json.raw(",\"processID\":\"").raw(id(span.process())).raw("\",\"warnings\":");
    if (span.warnings().isEmpty()) {
      json.raw("null}");
    } else {
      array(span.warnings(), json::text);
      json.raw("}");
    }
  }

  private void reference(Reference reference) throws IOException {
    json.raw("{\"refType\":\"").raw(reference.type().name());
    json.raw("\",\"traceID\":\"").raw(reference.traceId().toString());
    json.raw("\",\"spanID\":\"").raw(reference.spanId().toString()).raw("\"}");
  }

  private void log(Log log) throws IOException {
    json.raw("{\"timestamp\":").number(log.timeNanos() / NANOS_PER_MICRO).raw(",\"fields\":");
    array(log.fields(), this::tag);
    json.raw("}");
  }

  private void process(Process process) throws IOException {
    json.raw("{\"serviceName\":").text(process.serviceName()).raw(",\"tags\":");
    array(process.tags(), this::tag);
    json.raw("}");
  }

  private void tag(Tag tag) throws IOException {
    json.raw("{\"key\":").text(tag.key());
    json.raw(",\"type\":\"").raw(tag.value().type().label()).raw("\",\"value\":");
    value(tag.value());
    json.raw("}");
  }

  private void value(Tag.Value value) throws IOException {
    switch (value) {
      case Tag.Bool(boolean flag) -> json.raw(Boolean.toString(flag));
      case Tag.Int64(long number) when JsonNumber.isSafe(number) -> json.number(number);
      case Tag.Float64(double number) when Double.isFinite(number) ->
          json.raw(JsonNumber.of(number));
      case Tag.Binary(byte[] bytes) -> json.text(Base64.getEncoder().encodeToString(bytes));
      case Tag.Text _, Tag.Int64 _, Tag.Float64 _ -> json.text(value.asText());
    }
  }

  private String id(Process process) {
    return idsByIdentity.computeIfAbsent(
        process,
        one ->
            ids.computeIfAbsent(
                one,
                fresh -> {
                  String id = "p" + (ids.size() + 1);
                  processes.put(id, fresh);
                  return id;
                }));
  }

  private <T> void array(List<T> items, Element<T> element) throws IOException {
    json.raw("[");
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        json.raw(",");
      }
      element.write(items.get(i));
    }
    json.raw("]");
  }

  private interface Element<T> {
    void write(T item) throws IOException;
  }
}
