package io.jaegerstack.storage.elasticsearch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.SharedTexts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes spans of Jaeger's documents, ours and those of other writers: ids without leading zeroes,
/// a parent id instead of references, values that are not strings.
///
/// One per search, so that its spans share what they have in common. One thread.
final class EsSpanDecoder {
  private static final long NANOS_PER_MICRO = 1_000;

  /// Processes kept to be shared.
  private static final int MOST_PROCESSES = 1_024;

  private final SharedTexts texts = new SharedTexts();
  private final Map<Process, Process> processes = new HashMap<>();
  private final TagDecoder tags;
  private TraceId lastTrace = new TraceId(0, 0);

  EsSpanDecoder(TagFields fields) {
    tags = new TagDecoder(fields, texts);
  }

  /// Reads the object at the parser's current token to its end.
  ///
  /// @throws IOException where it is no span
  Span decode(JsonParser in) throws IOException {
    var read = new Fields();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      JsonToken token = in.nextToken();
      if (token != JsonToken.VALUE_NULL) {
        field(name, in, read);
      }
    }
    return read.toSpan();
  }

  private void field(String name, JsonParser in, Fields read) throws IOException {
    switch (name) {
      case "traceID" -> read.traceId = in.getText();
      case "spanID" -> read.spanId = in.getText();
      case "parentSpanID" -> read.parentSpanId = in.getText();
      case "flags" -> read.flags = (int) in.getValueAsLong();
      case "operationName" -> read.operation = texts.shared(in.getText());
      case "references" -> references(in, read.references);
      case "startTime" -> read.startMicros = in.getValueAsLong();
      case "duration" -> read.durationMicros = in.getValueAsLong();
      case "tags" -> tags.nested(in, read.tags);
      case "tag" -> tags.fields(in, read.tags);
      case "logs" -> logs(in, read.logs);
      case "process" -> process(in, read);
      default -> in.skipChildren();
    }
  }

  private void references(JsonParser in, List<Reference> references) throws IOException {
    while (in.nextToken() == JsonToken.START_OBJECT) {
      String type = "";
      String trace = "";
      String span = "";
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        in.nextToken();
        switch (name) {
          case "refType" -> type = in.getText();
          case "traceID" -> trace = in.getText();
          case "spanID" -> span = in.getText();
          default -> in.skipChildren();
        }
      }
      var kind =
          type.equals("FOLLOWS_FROM") ? Reference.Type.FOLLOWS_FROM : Reference.Type.CHILD_OF;
      references.add(new Reference(kind, traceId(trace), spanId(span)));
    }
  }

  private void logs(JsonParser in, List<Log> logs) throws IOException {
    while (in.nextToken() == JsonToken.START_OBJECT) {
      long micros = 0;
      var fields = new ArrayList<Tag>();
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        JsonToken token = in.nextToken();
        switch (name) {
          case "timestamp" -> micros = in.getValueAsLong();
          case "fields" -> {
            if (token == JsonToken.START_ARRAY) {
              tags.nested(in, fields);
            }
          }
          default -> in.skipChildren();
        }
      }
      logs.add(new Log(micros * NANOS_PER_MICRO, fields));
    }
  }

  private void process(JsonParser in, Fields read) throws IOException {
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      JsonToken token = in.nextToken();
      if (token == JsonToken.VALUE_NULL) {
        continue;
      }
      switch (name) {
        case "serviceName" -> read.service = in.getText();
        case "tags" -> tags.nested(in, read.processTags);
        case "tag" -> tags.fields(in, read.processTags);
        default -> in.skipChildren();
      }
    }
  }

  private Process shared(Process process) {
    Process known = processes.get(process);
    if (known == null && processes.size() < MOST_PROCESSES) {
      processes.put(process, process);
    }
    return known == null ? process : known;
  }

  private TraceId traceId(String text) throws IOException {
    try {
      TraceId id = TraceId.parse(text);
      lastTrace = id.equals(lastTrace) ? lastTrace : id;
      return lastTrace;
    } catch (IllegalArgumentException noId) {
      throw new IOException(noId.getMessage(), noId);
    }
  }

  private static SpanId spanId(String text) throws IOException {
    try {
      return SpanId.parse(text);
    } catch (IllegalArgumentException noId) {
      throw new IOException(noId.getMessage(), noId);
    }
  }

  /// What has been read of one document.
  private final class Fields {
    private String traceId = "";
    private String spanId = "";
    private String parentSpanId = "";
    private String operation = "";
    private String service = "";
    private int flags;
    private long startMicros;
    private long durationMicros;
    private final List<Reference> references = new ArrayList<>();
    private final List<Tag> tags = new ArrayList<>();
    private final List<Tag> processTags = new ArrayList<>();
    private final List<Log> logs = new ArrayList<>();

    Span toSpan() throws IOException {
      TraceId trace = traceId(traceId);
      addParent(trace);
      return new Span(
          trace,
          spanId(spanId),
          operation,
          references,
          flags,
          startMicros * NANOS_PER_MICRO,
          durationMicros * NANOS_PER_MICRO,
          tags,
          logs,
          shared(new Process(texts.shared(service), processTags)),
          List.of());
    }

    /// A parent id that no reference has becomes the first one.
    private void addParent(TraceId trace) throws IOException {
      if (parentSpanId.isEmpty()) {
        return;
      }
      SpanId parent = spanId(parentSpanId);
      boolean known =
          references.stream()
              .anyMatch(each -> each.traceId().equals(trace) && each.spanId().equals(parent));
      if (!known && !parent.isZero()) {
        references.addFirst(Reference.childOf(trace, parent));
      }
    }
  }
}
