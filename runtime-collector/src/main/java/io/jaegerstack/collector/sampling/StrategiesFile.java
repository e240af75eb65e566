package io.jaegerstack.collector.sampling;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jaegerstack.collector.sampling.SamplingStrategy.OperationStrategy;
import io.jaegerstack.collector.sampling.SamplingStrategy.Probabilistic;
import io.jaegerstack.collector.sampling.SamplingStrategy.Rate;
import io.jaegerstack.collector.sampling.SamplingStrategy.RateLimiting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reader of Jaeger's strategies file: `default_strategy` and `service_strategies`, each with
/// `type`, `param` and `operation_strategies`.
///
/// Finds all faults of a file, not the first one. What Jaeger takes with a warning (no `type`, a
/// rate-limited operation) is taken with a warning; what Jaeger silently replaces by its default (a
/// type that does not exist, a share of 5) is a fault.
final class StrategiesFile {
  /// What a file holds.
  ///
  /// @param warnings parts that have no effect, or another one than they seem to
  record Contents(Strategies strategies, List<String> warnings) {}

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final List<String> faults = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private StrategiesFile() {}

  /// The strategies in `text`.
  ///
  /// @throws IllegalArgumentException with every fault: its place, its value and what was expected
  static Contents parse(String text) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new IllegalArgumentException("not JSON: " + notJson.getMessage(), notJson);
    }
    var file = new StrategiesFile();
    Strategies strategies = file.strategies(root);
    if (!file.faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", file.faults));
    }
    return new Contents(strategies, List.copyOf(file.warnings));
  }

  private Strategies strategies(JsonNode root) {
    if (!root.isObject()) {
      fault("the file", root, "an object with default_strategy and service_strategies");
      return Strategies.NONE;
    }
    JsonNode first = root.path("default_strategy");
    SamplingStrategy byDefault =
        isAbsent(first) ? SamplingStrategy.byDefault() : strategy(first, "default_strategy");
    Map<String, SamplingStrategy> byService = new LinkedHashMap<>();
    int i = 0;
    for (JsonNode each : list(root, "service_strategies", "")) {
      String place = "service_strategies[%d]".formatted(i++);
      String service = name(each, "service", place);
      if (byService.put(service, strategy(each, place)) != null) {
        faults.add(
            "%s.service is \"%s\" again, expected each service once".formatted(place, service));
      }
    }
    return Strategies.merged(byDefault, byService);
  }

  private SamplingStrategy strategy(JsonNode node, String place) {
    if (!node.isObject()) {
      fault(place, node, "an object with type and param");
      return SamplingStrategy.byDefault();
    }
    Rate rate = rate(node, place);
    double share =
        rate instanceof Probabilistic(double own) ? own : SamplingStrategy.DEFAULT_PROBABILITY;
    List<OperationStrategy> operations = new ArrayList<>();
    int i = 0;
    for (JsonNode each : list(node, "operation_strategies", place + ".")) {
      operation(each, "%s.operation_strategies[%d]".formatted(place, i++), operations);
    }
    return operations.isEmpty()
        ? SamplingStrategy.of(rate)
        : new SamplingStrategy(rate, operations, share);
  }

  private void operation(JsonNode node, String place, List<OperationStrategy> operations) {
    String operation = name(node, "operation", place);
    switch (rate(node, place)) {
      case Probabilistic(double share) -> operations.add(new OperationStrategy(operation, share));
      case RateLimiting limit ->
          warnings.add(
              "%s is ratelimiting, which clients support for services only: it has no effect"
                  .formatted(place));
    }
  }

  private Rate rate(JsonNode node, String place) {
    JsonNode type = node.path("type");
    JsonNode param = node.path("param");
    if (isAbsent(type)) {
      warnings.add(
          "%s has no type: probabilistic %s is used"
              .formatted(place, SamplingStrategy.DEFAULT_PROBABILITY));
      return new Probabilistic(SamplingStrategy.DEFAULT_PROBABILITY);
    }
    return switch (type.asText()) {
      case "probabilistic" -> new Probabilistic(number(param, place, 1, "a share from 0 to 1"));
      case "ratelimiting" ->
          new RateLimiting(
              (int) number(param, place, Integer.MAX_VALUE, "traces per second, 0 or more"));
      default -> {
        fault(place + ".type", type, "\"probabilistic\" or \"ratelimiting\"");
        yield new Probabilistic(SamplingStrategy.DEFAULT_PROBABILITY);
      }
    };
  }

  private double number(JsonNode param, String place, double most, String expected) {
    if (isAbsent(param)) {
      return 0; // Go's zero value, which Jaeger takes
    }
    double value = param.asDouble();
    if (!param.isNumber() || !(value >= 0 && value <= most)) {
      fault(place + ".param", param, expected);
      return 0;
    }
    return value;
  }

  private String name(JsonNode node, String field, String place) {
    JsonNode name = node.path(field);
    if (!name.isTextual() || name.asText().isEmpty()) {
      fault(place + "." + field, name, "a name");
    }
    return name.asText();
  }

  private Iterable<JsonNode> list(JsonNode node, String field, String prefix) {
    JsonNode list = node.path(field);
    if (!isAbsent(list) && !list.isArray()) {
      fault(prefix + field, list, "a list");
      return List.of();
    }
    return list;
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private void fault(String place, JsonNode value, String expected) {
    String shown = value.isMissingNode() ? "absent" : value.toString();
    if (shown.length() > 80) {
      shown = shown.substring(0, 80) + "…";
    }
    faults.add("%s is %s, expected %s".formatted(place, shown, expected));
  }
}
