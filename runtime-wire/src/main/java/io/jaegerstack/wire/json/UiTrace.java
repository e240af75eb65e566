package io.jaegerstack.wire.json;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.Trace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Traces as Jaeger's UI, Grafana and other users of Jaeger's v1 HTTP API read them: members, their
/// order, absent and null ones as Jaeger writes them.
///
/// Processes are listed once per trace and named `p1`, `p2`, … in the order of the spans. Times are
/// whole microseconds.
public final class UiTrace {
  /// Largest integer that a JavaScript number tells from its neighbours; larger ones go as strings.
  private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

  private static final long NANOS_PER_MICRO = 1000;

  private UiTrace() {}

  /// Writes `trace` as one value.
  public static void write(Trace trace, JsonWriter out) {
    Map<Process, String> processes = new LinkedHashMap<>();
    out.beginObject();
    out.name("traceID").value(trace.id().toString());
    out.name("spans").beginArray();
    for (Span span : trace.spans()) {
      String process =
          processes.computeIfAbsent(span.process(), key -> "p" + (processes.size() + 1));
      span(span, process, out);
    }
    out.endArray();
    processes(processes, out);
    out.name("warnings").nullValue();
    out.endObject();
  }

  private static void span(Span span, String processId, JsonWriter out) {
    out.beginObject();
    out.name("traceID").value(span.traceId().toString());
    out.name("spanID").value(span.spanId().toString());
    if (span.flags() != 0) {
      out.name("flags").value(Integer.toUnsignedLong(span.flags()));
    }
    out.name("operationName").value(span.operationName());
    references(span.references(), out);
    out.name("startTime").value(span.startNanos() / NANOS_PER_MICRO);
    out.name("duration").value(span.durationNanos() / NANOS_PER_MICRO);
    tags("tags", span.tags(), out);
    logs(span.logs(), out);
    out.name("processID").value(processId);
    warnings(span.warnings(), out);
    out.endObject();
  }

  private static void references(List<Reference> references, JsonWriter out) {
    out.name("references").beginArray();
    for (Reference reference : references) {
      out.beginObject();
      out.name("refType").value(reference.type().name());
      out.name("traceID").value(reference.traceId().toString());
      out.name("spanID").value(reference.spanId().toString());
      out.endObject();
    }
    out.endArray();
  }

  private static void logs(List<Log> logs, JsonWriter out) {
    out.name("logs").beginArray();
    for (Log log : logs) {
      out.beginObject();
      out.name("timestamp").value(log.timeNanos() / NANOS_PER_MICRO);
      tags("fields", log.fields(), out);
      out.endObject();
    }
    out.endArray();
  }

  private static void warnings(List<String> warnings, JsonWriter out) {
    out.name("warnings");
    if (warnings.isEmpty()) {
      out.nullValue();
    } else {
      out.values(warnings);
    }
  }

  private static void processes(Map<Process, String> processes, JsonWriter out) {
    out.name("processes").beginObject();
    processes.forEach(
        (process, id) -> {
          out.name(id).beginObject();
          out.name("serviceName").value(process.serviceName());
          tags("tags", process.tags(), out);
          out.endObject();
        });
    out.endObject();
  }

  private static void tags(String name, List<Tag> tags, JsonWriter out) {
    out.name(name).beginArray();
    for (Tag tag : tags) {
      out.beginObject();
      out.name("key").value(tag.key());
      out.name("type").value(tag.value().type().label());
      out.name("value");
      value(tag.value(), out);
      out.endObject();
    }
    out.endArray();
  }

  private static void value(Tag.Value value, JsonWriter out) {
    switch (value) {
      case Tag.Text(var text) -> out.value(text);
      case Tag.Bool(var flag) -> out.value(flag);
      case Tag.Int64(var number) -> integer(number, out);
      case Tag.Float64(var number) -> out.value(number);
      case Tag.Binary(var bytes) -> out.value(bytes);
    }
  }

  private static void integer(long number, JsonWriter out) {
    if (number > MAX_SAFE_INTEGER || number < -MAX_SAFE_INTEGER) {
      out.value(Long.toString(number));
    } else {
      out.value(number);
    }
  }
}
