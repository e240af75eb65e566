package io.jaegerstack.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import io.jaegerstack.allinone.ExactSpan.Event;
import io.jaegerstack.allinone.ExactSpan.Link;
import io.jaegerstack.allinone.ExactSpan.TypedTag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
/// @param error tags that the text of an error becomes: `otlp`, `zipkin`; empty for none
/// @param moved tags that the query service shows as the process's
/// @param rootProcess tags of the process that only spans without a reference bring along
/// @param bare tags of spans that have no tag, log or kind
/// @param logged kinds that become logs, with the events at start and end of the span
/// @param nameless service of spans that have no tag, log or kind, and so no process of their own;
///   empty where these have one as all have
/// @param skew what the query service warns of, where a nameless span has no address either
/// @param shortest microseconds of a span of no duration
record ClientRules(
    int flags,
    List<TypedTag> roots,
    List<TypedTag> all,
    List<TypedTag> process,
    boolean baggage,
    String numbers,
    String kind,
    String error,
    List<String> moved,
    List<TypedTag> rootProcess,
    List<TypedTag> bare,
    Map<String, List<String>> logged,
    String nameless,
    String skew,
    long shortest) {
  private static final Set<String> NAMES =
      Set.of(
          "why",
          "flags",
          "roots",
          "all",
          "process",
          "baggage",
          "numbers",
          "kind",
          "error",
          "moved",
          "rootProcess",
          "bare",
          "logged",
          "nameless",
          "skew",
          "shortest");

  /// @param sets rules by the name under which others take them
  /// @param lists rules, or names of sets, in the order in which they are read
  static ClientRules of(JsonNode sets, JsonNode... lists) {
    var read =
        new ClientRules(
            0, List.of(), List.of(), List.of(), false, "typed", "", "", List.of(), List.of(),
            List.of(), Map.of(), "", "", 0);
    for (JsonNode list : lists) {
      for (JsonNode rule : list) {
        JsonNode shared = rule.isTextual() ? sets.required(rule.textValue()) : rule;
        for (JsonNode one : shared.isArray() ? shared : List.of(shared)) {
          read = read.with(one);
        }
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
    Map<String, List<String>> events = new HashMap<>(logged);
    for (var kindLogged : rule.path("logged").properties()) {
      List<String> both = new ArrayList<>();
      kindLogged.getValue().forEach(event -> both.add(event.asText()));
      events.put(kindLogged.getKey(), both);
    }
    return new ClientRules(
        rule.path("flags").asInt(flags),
        both(roots, rule.path("roots")),
        both(all, rule.path("all")),
        both(process, rule.path("process")),
        rule.path("baggage").asBoolean(baggage),
        rule.path("numbers").asText(numbers),
        rule.path("kind").asText(kind),
        rule.path("error").asText(error),
        more,
        both(rootProcess, rule.path("rootProcess")),
        both(bare, rule.path("bare")),
        events,
        rule.path("nameless").asText(nameless),
        rule.path("skew").asText(skew),
        rule.path("shortest").asLong(shortest));
  }

  private static List<TypedTag> both(List<TypedTag> some, JsonNode more) {
    var both = new ArrayList<>(some);
    both.addAll(ExactSpan.tags(more));
    return both;
  }

  /// Keys of process tags whose values nobody knows beforehand.
  Set<String> any() {
    return Stream.concat(process.stream(), rootProcess.stream())
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
              isNameless(span) ? nameless : span.required("service").asText(),
              span.required("operation").asText(),
              flags,
              span.required("startMicros").asLong(),
              duration(span),
              links(span),
              tags(span),
              logs(span),
              processOf(span),
              List.of()));
    }
    return spans;
  }

  private long duration(JsonNode span) {
    long micros = span.required("durationMicros").asLong();
    return micros == 0 ? shortest : micros;
  }

  private boolean isNameless(JsonNode span) {
    return !nameless.isEmpty() && isBare(span);
  }

  private static boolean isBare(JsonNode span) {
    return span.required("tags").isEmpty() && span.required("logs").isEmpty() && !span.has("kind");
  }

  private List<TypedTag> processOf(JsonNode span) {
    if (isNameless(span)) {
      return List.of();
    }
    List<TypedTag> tags = new ArrayList<>(process);
    if (span.required("references").isEmpty()) {
      tags.addAll(rootProcess);
    }
    return tags;
  }

  /// The same as the query service shows them.
  List<ExactSpan> shown(JsonNode line) {
    return sent(line).stream().map(this::shown).toList();
  }

  private ExactSpan shown(ExactSpan span) {
    List<TypedTag> tags = new ArrayList<>(span.tags());
    List<TypedTag> ofProcess = new ArrayList<>(span.process());
    ofProcess.replaceAll(ClientRules::dotted);
    span.tags().stream().filter(tag -> moved.contains(tag.key())).forEach(ofProcess::add);
    tags.removeIf(tag -> moved.contains(tag.key()));
    boolean isSkewed = !skew.isEmpty() && span.service().equals(nameless);
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
        isSkewed ? List.of(skew) : span.warnings());
  }

  /// Addresses that are numbers on the wire are shown as text.
  private static TypedTag dotted(TypedTag tag) {
    if (!tag.key().equals("ip") || tag.type().equals("string")) {
      return tag;
    }
    if (tag.value().equals(ExactSpan.ANY)) {
      return new TypedTag("ip", "string", ExactSpan.ANY);
    }
    long ip = Long.parseLong(tag.value());
    String text = "%d.%d.%d.%d".formatted(ip >> 24 & 255, ip >> 16 & 255, ip >> 8 & 255, ip & 255);
    return new TypedTag("ip", "string", text);
  }

  private List<TypedTag> tags(JsonNode span) {
    List<TypedTag> tags = new ArrayList<>(all);
    if (span.required("references").isEmpty()) {
      tags.addAll(roots);
    }
    ExactSpan.tags(span.required("tags")).forEach(tag -> tags.add(number(tag)));
    String spanKind = span.path("kind").asText(kind);
    if (isBare(span)) {
      tags.addAll(bare);
    }
    if (!spanKind.isEmpty() && !logged.containsKey(spanKind)) {
      tags.add(new TypedTag("span.kind", "string", spanKind));
    }
    if (span.has("error")) {
      tags.addAll(errorTags(span.path("error").asText()));
    }
    return tags;
  }

  private List<TypedTag> errorTags(String text) {
    var isError = new TypedTag("error", "bool", "true");
    return switch (error) {
      case "" -> List.of();
      case "zipkin" -> List.of(isError, new TypedTag("error.message", "string", text));
      case "otlp" ->
          List.of(
              isError,
              new TypedTag("otel.status_code", "string", "ERROR"),
              new TypedTag("otel.status_description", "string", text));
      default -> throw new IllegalArgumentException("error is \"" + error + "\"");
    };
  }

  private List<Event> logs(JsonNode span) {
    List<Event> logs = new ArrayList<>();
    for (JsonNode log : span.required("logs")) {
      List<TypedTag> fields = new ArrayList<>();
      ExactSpan.tags(log.required("fields")).forEach(field -> fields.add(number(field)));
      logs.add(Event.of(log.required("micros").asLong(), ExactSpan.fields(fields)));
    }
    logs.addAll(kindEvents(span));
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

  private List<Event> kindEvents(JsonNode span) {
    long start = span.required("startMicros").asLong();
    long end = start + Math.max(shortest, span.required("durationMicros").asLong());
    List<Event> events = new ArrayList<>();
    for (String event : logged.getOrDefault(span.path("kind").asText(), List.of())) {
      long micros = events.isEmpty() ? start : end;
      events.add(Event.of(micros, List.of(new TypedTag("event", "string", event))));
    }
    return events;
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
