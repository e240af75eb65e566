package io.jaegerstack.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import io.jaegerstack.allinone.ExactSpan.Event;
import io.jaegerstack.allinone.ExactSpan.Link;
import io.jaegerstack.allinone.ExactSpan.TypedTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a client library makes of what it is told to send: the `rules` of `e2e/apps/clients.json`,
/// applied to the lines that its program prints.
///
/// @param flags sampling bits on the wire
/// @param roots tags of spans without a reference
/// @param all tags of every span
/// @param process tags of the process
/// @param baggage whether an item of baggage becomes a log
/// @param numbers what becomes of them: `typed`, `float64` (all), `whole` (int64 where one can hold
///   it)
/// @param kind tag `span.kind` where the program says none; empty for no tag
/// @param error whether the text of an error becomes Jaeger's tags for OpenTelemetry's status
/// @param moved tags that the query service shows as the process's
record ClientRules(
    int flags,
    List<TypedTag> roots,
    List<TypedTag> all,
    List<TypedTag> process,
    boolean baggage,
    String numbers,
    String kind,
    boolean error,
    List<String> moved) {
  private static final Set<String> NAMES =
      Set.of(
          "why", "flags", "roots", "all", "process", "baggage", "numbers", "kind", "error",
          "moved");

  static ClientRules of(JsonNode rules, JsonNode sets) {
    var read =
        new ClientRules(0, List.of(), List.of(), List.of(), false, "typed", "", false, List.of());
    for (JsonNode rule : rules) {
      if (!rule.isTextual()) {
        read = read.with(rule);
        continue;
      }
      for (JsonNode shared : sets.required(rule.textValue())) {
        read = read.with(shared);
      }
    }
    return read;
  }

  private ClientRules with(JsonNode rule) {
    rule.required("why");
    rule.fieldNames()
        .forEachRemaining(
            name -> {
              if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(
                    "rule is \"" + name + "\", expected one of " + NAMES);
              }
            });
    List<String> more = new ArrayList<>(moved);
    rule.path("moved").forEach(key -> more.add(key.asText()));
    return new ClientRules(
        rule.path("flags").asInt(flags),
        both(roots, rule.path("roots")),
        both(all, rule.path("all")),
        both(process, rule.path("process")),
        rule.path("baggage").asBoolean(baggage),
        rule.path("numbers").asText(numbers),
        rule.path("kind").asText(kind),
        rule.path("error").asBoolean(error),
        more);
  }

  private static List<TypedTag> both(List<TypedTag> some, JsonNode more) {
    var both = new ArrayList<>(some);
    both.addAll(ExactSpan.tags(more));
    return both;
  }

  /// Keys of process tags whose values nobody knows beforehand.
  Set<String> any() {
    return process.stream()
        .filter(tag -> tag.value().equals(ExactSpan.ANY))
        .map(TypedTag::key)
        .collect(Collectors.toSet());
  }

  /// The spans that go over the wire for one line of the program.
  List<ExactSpan> sent(JsonNode line) {
    String traceId = ExactSpan.traceId(line.required("traceId").asText());
    List<ExactSpan> spans = new ArrayList<>();
    for (JsonNode span : line.required("spans")) {
      spans.add(
          new ExactSpan(
              traceId,
              ExactSpan.spanId(span.required("spanId").asText()),
              span.required("service").asText(),
              span.required("operation").asText(),
              flags,
              span.required("startMicros").asLong(),
              span.required("durationMicros").asLong(),
              links(span),
              tags(span),
              logs(span),
              process,
              List.of()));
    }
    return spans;
  }

  /// The same as the query service shows them.
  List<ExactSpan> shown(JsonNode line) {
    return sent(line).stream().map(this::shown).toList();
  }

  private ExactSpan shown(ExactSpan span) {
    List<TypedTag> tags = new ArrayList<>(span.tags());
    List<TypedTag> ofProcess = new ArrayList<>(span.process());
    span.tags().stream().filter(tag -> moved.contains(tag.key())).forEach(ofProcess::add);
    tags.removeIf(tag -> moved.contains(tag.key()));
    return new ExactSpan(
        span.traceId(),
        span.spanId(),
        span.service(),
        span.operation(),
        span.flags(),
        span.startMicros(),
        span.durationMicros(),
        span.references(),
        tags,
        span.logs(),
        ofProcess,
        span.warnings());
  }

  private List<TypedTag> tags(JsonNode span) {
    List<TypedTag> tags = new ArrayList<>(all);
    if (span.required("references").isEmpty()) {
      tags.addAll(roots);
    }
    ExactSpan.tags(span.required("tags")).forEach(tag -> tags.add(number(tag)));
    String spanKind = span.path("kind").asText(kind);
    if (!spanKind.isEmpty()) {
      tags.add(new TypedTag("span.kind", "string", spanKind));
    }
    if (error && span.has("error")) {
      tags.add(new TypedTag("error", "bool", "true"));
      tags.add(new TypedTag("otel.status_code", "string", "ERROR"));
      tags.add(new TypedTag("otel.status_description", "string", span.path("error").asText()));
    }
    return tags;
  }

  private List<Event> logs(JsonNode span) {
    List<Event> logs = new ArrayList<>();
    for (JsonNode log : span.required("logs")) {
      List<TypedTag> fields = new ArrayList<>();
      ExactSpan.tags(log.required("fields")).forEach(field -> fields.add(number(field)));
      logs.add(Event.of(log.required("micros").asLong(), ExactSpan.fields(fields)));
    }
    if (baggage && span.has("baggage")) {
      List<TypedTag> item =
          List.of(
              new TypedTag("event", "string", "baggage"),
              new TypedTag("key", "string", span.path("baggage").path("key").asText()),
              new TypedTag("value", "string", span.path("baggage").path("value").asText()));
      logs.add(Event.of(0, ExactSpan.fields(item)));
    }
    return logs;
  }

  private static List<Link> links(JsonNode span) {
    List<Link> links = new ArrayList<>();
    for (JsonNode to : span.required("references")) {
      links.add(
          new Link(
              to.required("type").asText(),
              ExactSpan.traceId(to.required("traceId").asText()),
              ExactSpan.spanId(to.required("spanId").asText())));
    }
    return links;
  }

  private TypedTag number(TypedTag tag) {
    boolean isNumber = tag.type().equals("int64") || tag.type().equals("float64");
    if (!isNumber || numbers.equals("typed")) {
      return tag;
    }
    double value = Double.parseDouble(tag.value());
    boolean whole =
        numbers.equals("whole") && value == Math.rint(value) && value >= -0x1p63 && value < 0x1p63;
    return whole
        ? new TypedTag(tag.key(), "int64", Long.toString((long) value))
        : new TypedTag(tag.key(), "float64", Double.toString(value));
  }
}
