package io.jaegerstack.collector.policy;

import static io.jaegerstack.settings.CollectorSettings.TAG_POLICIES_HASH_KEY;
import static io.jaegerstack.settings.CollectorSettings.TAG_POLICIES_HASH_KEY_FILE;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.Tag;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reader of a file of tag policies: `{"rules": [{"name", "action", "keys", "in", "services",
/// …}]}`. Finds all faults of a file, not the first one.
final class TagPolicyFile {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final String DEFAULT_REDACTION = "redacted";
  private static final Set<String> OF_ADDING =
      Set.of("name", "action", "in", "services", "key", "value");
  private static final Set<String> OF_CHANGING = Set.of("name", "action", "in", "services", "keys");
  private static final Set<String> OF_REDACTING =
      Set.of("name", "action", "in", "services", "keys", "with");

  private final List<String> faults = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Supplier<String> secret;
  private @Nullable KeyedHash hash;

  private TagPolicyFile(Supplier<String> secret) {
    this.secret = secret;
  }

  /// The rules in `text`.
  ///
  /// @param secret the key for hashes, asked for where a rule needs one; empty where there is none
  /// @throws IllegalArgumentException with every fault: its place, its value and what was expected
  static List<TagRule> parse(String text, Supplier<String> secret) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new IllegalArgumentException("not JSON: " + notJson.getMessage(), notJson);
    }
    var file = new TagPolicyFile(secret);
    List<TagRule> rules = file.rules(root);
    if (!file.faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", file.faults));
    }
    return rules;
  }

  private List<TagRule> rules(JsonNode root) {
    List<TagRule> rules = new ArrayList<>();
    if (!root.path("rules").isArray()) {
      fault("rules", root.path("rules"), "a list of rules");
      return rules;
    }
    onlyThose(root, Set.of("rules"), "");
    int i = 0;
    for (JsonNode node : root.path("rules")) {
      rule(node, "rules[%d]".formatted(i++), rules);
    }
    return rules;
  }

  private void rule(JsonNode node, String place, List<TagRule> rules) {
    String name = text(node, "name", place, "a name");
    if (!name.isEmpty() && !names.add(name)) {
      fault(place + ".name", node.path("name"), "each name once");
    }
    TagAction action = action(node, place);
    if (action == null) {
      return;
    }
    boolean adds = action instanceof TagAction.Add;
    List<NamePattern> keys = adds ? List.of() : patterns(node, "keys", place, true);
    Set<Place> places = places(node, place, adds);
    rules.add(new TagRule(name, action, places, keys, patterns(node, "services", place, false)));
  }

  private @Nullable TagAction action(JsonNode node, String place) {
    switch (node.path("action").asText()) {
      case "add" -> {
        onlyThose(node, OF_ADDING, place + ".");
        return add(node, place);
      }
      case "drop" -> {
        onlyThose(node, OF_CHANGING, place + ".");
        return new TagAction.Drop();
      }
      case "redact" -> {
        onlyThose(node, OF_REDACTING, place + ".");
        boolean isDefault = node.path("with").isMissingNode();
        return new TagAction.Redact(
            Key.of(isDefault ? DEFAULT_REDACTION : text(node, "with", place, "a text")));
      }
      case "hash" -> {
        onlyThose(node, OF_CHANGING, place + ".");
        return hash(node, place);
      }
      default -> {
        fault(place + ".action", node.path("action"), "\"add\", \"drop\", \"redact\" or \"hash\"");
        return null;
      }
    }
  }

  private @Nullable TagAction add(JsonNode node, String place) {
    String key = text(node, "key", place, "the key of a tag");
    JsonNode value = node.path("value");
    if (value.isTextual()) {
      return new TagAction.Add(Key.of(key), new Tag.Text(value.textValue()));
    }
    if (value.isBoolean()) {
      return new TagAction.Add(Key.of(key), new Tag.Bool(value.booleanValue()));
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return new TagAction.Add(Key.of(key), new Tag.Int64(value.longValue()));
    }
    if (value.isFloatingPointNumber()) {
      return new TagAction.Add(Key.of(key), new Tag.Float64(value.doubleValue()));
    }
    fault(place + ".value", value, "a text, true, false or a number of 64 bits");
    return null;
  }

  private @Nullable TagAction hash(JsonNode node, String place) {
    if (hash == null) {
      String key = secret.get();
      if (key.isEmpty()) {
        fault(
            place + ".action",
            node.path("action"),
            "a key for hashes in %s or in the file of %s"
                .formatted(
                    TAG_POLICIES_HASH_KEY.environmentName(), TAG_POLICIES_HASH_KEY_FILE.flag()));
        return null;
      }
      hash = KeyedHash.of(key);
    }
    return new TagAction.Hash(hash);
  }

  private Set<Place> places(JsonNode node, String place, boolean adds) {
    JsonNode list = node.path("in");
    if (list.isMissingNode()) {
      return adds ? EnumSet.of(Place.SPAN) : EnumSet.allOf(Place.class);
    }
    Set<Place> places = EnumSet.noneOf(Place.class);
    list.forEach(word -> Place.of(word.asText()).ifPresent(places::add));
    if (!list.isArray() || places.isEmpty() || places.size() != list.size()) {
      fault(place + ".in", list, "a list of " + Place.words());
    } else if (adds && places.contains(Place.LOG)) {
      fault(place + ".in", list, "\"span\" or \"process\": nothing is added to logs");
    }
    return places;
  }

  private List<NamePattern> patterns(JsonNode node, String field, String place, boolean needed) {
    List<NamePattern> patterns = new ArrayList<>();
    JsonNode list = node.path(field);
    if (list.isMissingNode() && !needed) {
      return patterns;
    }
    list.forEach(each -> NamePattern.of(each.asText()).ifPresent(patterns::add));
    if (!list.isArray() || patterns.isEmpty() || patterns.size() != list.size()) {
      fault(place + "." + field, list, "a list of names; a * may stand at the end of one");
    }
    return patterns;
  }

  private String text(JsonNode node, String field, String place, String expected) {
    JsonNode text = node.path(field);
    if (!text.isTextual() || text.textValue().isEmpty()) {
      fault(place + "." + field, text, expected);
      return "";
    }
    return text.textValue();
  }

  /// Other members than the given ones are faults: a misspelt one would have no effect.
  private void onlyThose(JsonNode node, Set<String> known, String prefix) {
    for (var member : node.properties()) {
      if (!known.contains(member.getKey())) {
        fault(prefix + member.getKey(), member.getValue(), "nothing but " + new TreeSet<>(known));
      }
    }
  }

  private void fault(String place, JsonNode value, String expected) {
    String shown = value.isMissingNode() ? "absent" : value.toString();
    if (shown.length() > 80) {
      shown = shown.substring(0, 80) + "…";
    }
    faults.add("%s is %s, expected %s".formatted(place, shown, expected));
  }
}
