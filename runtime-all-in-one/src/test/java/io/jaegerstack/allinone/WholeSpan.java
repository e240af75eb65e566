package io.jaegerstack.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Log;
import io.jaegertracing.thriftjava.Span;
import io.jaegertracing.thriftjava.SpanRef;
import io.jaegertracing.thriftjava.Tag;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/// Everything of a span, comparable between what was sent, what our API shows, and what that of
/// Jaeger shows, in whichever version. Ids without their leading zeros, tags in one order.
record WholeSpan(
    String traceId,
    String spanId,
    String operation,
    int flags,
    long start,
    long duration,
    List<String> references,
    List<String> tags,
    List<String> logs,
    String service,
    List<String> processTags,
    List<String> warnings) {

  /// Tags that a collector adds: ours and older ones of Jaeger, newer ones.
  private static final Set<String> ADDED = Set.of("internal.span.format", "@jaeger@format");

  static List<WholeSpan> ofThrift(List<Batch> batches) {
    List<WholeSpan> spans = new ArrayList<>();
    for (Batch batch : batches) {
      batch.getSpans().forEach(span -> spans.add(ofThrift(batch, span)));
    }
    return spans;
  }

  private static WholeSpan ofThrift(Batch batch, Span span) {
    return new WholeSpan(
        traceId(span.getTraceIdHigh(), span.getTraceIdLow()),
        Long.toHexString(span.getSpanId()),
        span.getOperationName(),
        span.getFlags(),
        span.getStartTime(),
        span.getDuration(),
        references(span),
        tags(span.getTags()),
        logs(span.getLogs()),
        batch.getProcess().getServiceName(),
        tags(batch.getProcess().getTags()),
        List.of());
  }

  private static String traceId(long high, long low) {
    return high == 0 ? Long.toHexString(low) : "%x%016x".formatted(high, low);
  }

  private static List<String> references(Span span) {
    List<String> all = new ArrayList<>();
    if (span.getParentSpanId() != 0) {
      String trace = traceId(span.getTraceIdHigh(), span.getTraceIdLow());
      all.add("CHILD_OF " + trace + " " + Long.toHexString(span.getParentSpanId()));
    }
    for (SpanRef reference : span.isSetReferences() ? span.getReferences() : List.<SpanRef>of()) {
      all.add(
          reference.getRefType()
              + " "
              + traceId(reference.getTraceIdHigh(), reference.getTraceIdLow())
              + " "
              + Long.toHexString(reference.getSpanId()));
    }
    return all;
  }

  private static List<String> tags(List<Tag> tags) {
    return tags == null ? List.of() : tags.stream().map(WholeSpan::tag).sorted().toList();
  }

  private static String tag(Tag tag) {
    return switch (tag.getVType()) {
      case STRING -> text(tag.getKey(), "string", tag.getVStr());
      case BOOL -> text(tag.getKey(), "bool", Boolean.toString(tag.isVBool()));
      case LONG -> text(tag.getKey(), "int64", Long.toString(tag.getVLong()));
      case DOUBLE ->
          text(
              tag.getKey(),
              "float64",
              BigDecimal.valueOf(tag.getVDouble()).stripTrailingZeros().toPlainString());
      case BINARY ->
          text(tag.getKey(), "binary", Base64.getEncoder().encodeToString(tag.getVBinary()));
    };
  }

  private static List<String> logs(List<Log> logs) {
    return logs == null
        ? List.of()
        : logs.stream().map(log -> log.getTimestamp() + " " + tags(log.getFields())).toList();
  }

  /// The spans of a trace in the v1 JSON of either query service.
  static List<WholeSpan> ofApi(JsonNode trace) {
    return each(trace.path("spans")).stream()
        .map(span -> ofApi(span, trace.path("processes").path(span.path("processID").asText())))
        .toList();
  }

  private static WholeSpan ofApi(JsonNode span, JsonNode process) {
    return new WholeSpan(
        id(span.path("traceID")),
        id(span.path("spanID")),
        span.path("operationName").asText(),
        span.path("flags").asInt(),
        span.path("startTime").asLong(),
        span.path("duration").asLong(),
        each(span.path("references")).stream()
            .map(
                reference ->
                    reference.path("refType").asText()
                        + " "
                        + id(reference.path("traceID"))
                        + " "
                        + id(reference.path("spanID")))
            .toList(),
        apiTags(span.path("tags")),
        each(span.path("logs")).stream()
            .map(log -> log.path("timestamp").asLong() + " " + apiTags(log.path("fields")))
            .toList(),
        process.path("serviceName").asText(),
        apiTags(process.path("tags")),
        each(span.path("warnings")).stream().map(JsonNode::asText).toList());
  }

  private static List<String> apiTags(JsonNode tags) {
    return each(tags).stream()
        .filter(tag -> !ADDED.contains(tag.path("key").asText()))
        .map(
            tag ->
                text(
                    tag.path("key").asText(),
                    tag.path("type").asText(),
                    value(tag.path("type").asText(), tag.path("value"))))
        .sorted()
        .toList();
  }

  private static String value(String type, JsonNode value) {
    return type.equals("float64")
        ? value.decimalValue().stripTrailingZeros().toPlainString()
        : value.asText();
  }

  private static String text(String key, String type, String value) {
    return key + " (" + type + ") " + value;
  }

  private static String id(JsonNode hex) {
    return hex.asText().replaceFirst("^0+(?=.)", "");
  }

  private static List<JsonNode> each(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
