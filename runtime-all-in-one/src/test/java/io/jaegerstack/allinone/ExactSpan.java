package io.jaegerstack.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import io.jaegerstack.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// All of a span, in a form that is equal where the spans are: tags and logs in an order of their
/// own, values as text, `*` for what nobody can know beforehand.
///
/// @param warnings none as a rule
record ExactSpan(
    String traceId,
    String spanId,
    String service,
    String operation,
    int flags,
    long startMicros,
    long durationMicros,
    List<Link> references,
    List<TypedTag> tags,
    List<Event> logs,
    List<TypedTag> process,
    List<String> warnings) {
  static final String ANY = "*";

  private static final String FORMAT = "internal.span.format";

  record Link(String type, String traceId, String spanId) {}

  /// @param type as Jaeger's API calls it
  record TypedTag(String key, String type, String value) {
    /// @param any keys of tags whose values nobody knows beforehand
    static TypedTag of(JsonNode tag, Set<String> any) {
      String key = tag.path("key").asText();
      String type = tag.path("type").asText();
      String value = any.contains(key) ? ANY : canonical(type, tag.path("value"));
      return new TypedTag(key, type, value);
    }

    private static String canonical(String type, JsonNode value) {
      return type.equals("float64")
          ? Double.toString(Double.parseDouble(value.asText()))
          : value.asText();
    }
  }

  /// @param micros `*` where it is the moment of the call
  record Event(String micros, List<TypedTag> fields) {
    static Event of(long micros, List<TypedTag> fields) {
      boolean now = fields.contains(new TypedTag("event", "string", "baggage"));
      return new Event(now ? ANY : Long.toString(micros), fields);
    }
  }

  ExactSpan {
    tags = sorted(tags);
    process = sorted(process);
    logs = logs.stream().sorted(Comparator.comparing(Event::toString)).toList();
  }

  private static List<TypedTag> sorted(List<TypedTag> tags) {
    return tags.stream().sorted(Comparator.comparing(TypedTag::toString)).toList();
  }

  static List<TypedTag> tags(JsonNode tags) {
    return tags(tags, Set.of());
  }

  private static List<TypedTag> tags(JsonNode tags, Set<String> any) {
    List<TypedTag> read = new ArrayList<>();
    tags.forEach(tag -> read.add(TypedTag.of(tag, any)));
    return read;
  }

  /// The id as Jaeger writes it, whatever zeros the client leaves or puts in front.
  static String traceId(String id) {
    return TraceId.parse(id).toString();
  }

  static String spanId(String id) {
    return TraceId.parse(id).toString();
  }

  /// The spans of a trace as the v1 API shows them, without the format tag, which must be `format`.
  ///
  /// @param any keys of process tags whose values nobody knows beforehand
  static List<ExactSpan> ofApi(JsonNode trace, String format, Set<String> any) {
    List<ExactSpan> spans = new ArrayList<>();
    for (JsonNode span : trace.path("spans")) {
      List<TypedTag> tags = tags(span.path("tags"));
      var expected = new TypedTag(FORMAT, "string", format);
      if (!tags.remove(expected)) {
        throw new AssertionError("tags are " + tags + ", expected among them " + expected);
      }
      JsonNode process = trace.path("processes").path(span.path("processID").asText());
      spans.add(
          new ExactSpan(
              span.path("traceID").asText(),
              span.path("spanID").asText(),
              process.path("serviceName").asText(),
              span.path("operationName").asText(),
              span.path("flags").asInt(),
              span.path("startTime").asLong(),
              span.path("duration").asLong(),
              links(span.path("references")),
              tags,
              events(span.path("logs")),
              tags(process.path("tags"), any),
              texts(span.path("warnings"))));
    }
    return spans;
  }

  private static List<Link> links(JsonNode references) {
    List<Link> links = new ArrayList<>();
    references.forEach(
        to ->
            links.add(
                new Link(
                    to.path("refType").asText(),
                    to.path("traceID").asText(),
                    to.path("spanID").asText())));
    return links;
  }

  private static List<Event> events(JsonNode logs) {
    List<Event> events = new ArrayList<>();
    logs.forEach(
        log ->
            events.add(Event.of(log.path("timestamp").asLong(), sorted(tags(log.path("fields"))))));
    return events;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /// Fields of an event, in the order in which they are compared.
  static List<TypedTag> fields(List<TypedTag> fields) {
    return sorted(fields);
  }
}
