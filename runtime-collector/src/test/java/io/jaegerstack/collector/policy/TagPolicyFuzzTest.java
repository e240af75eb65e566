package io.jaegerstack.collector.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.fuzzing.FuzzTarget;
import io.jaegerstack.fuzzing.FuzzTests;
import io.jaegerstack.fuzzing.JsonGrammar;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Key;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// A file of tag policies is read or refused, whatever is in it, and rules that were read can be
/// applied.
class TagPolicyFuzzTest {
  private static final String SECRET = "0123456789abcdef";
  private static final List<String> WORDS =
      List.of(
          "rules",
          "name",
          "action",
          "in",
          "services",
          "keys",
          "key",
          "value",
          "with",
          "add",
          "drop",
          "redact",
          "hash",
          "span",
          "process",
          "log",
          "card.*",
          "*",
          "a*b",
          "user.email");
  private static final String FILE =
      """
      {"rules": [
        {"name": "zone", "action": "add", "key": "zone", "value": "eu", "in": ["process"]},
        {"name": "cards", "action": "drop", "keys": ["card.*", "cvc"]},
        {"name": "mail", "action": "redact", "keys": ["user.email"], "with": "-",
         "in": ["span", "log"], "services": ["shop", "till-*"]},
        {"name": "user", "action": "hash", "keys": ["user.id"]}]}
      """;

  private final Counter counter = new SimpleMeterRegistry().counter("applied");

  @TestFactory
  Stream<DynamicTest> policies() {
    return FuzzTests.of(
        List.of(
            FuzzTarget.<List<TagRule>>of(
                    "Tag policies file",
                    new JsonGrammar(WORDS),
                    List.of(FILE.getBytes(StandardCharsets.UTF_8)),
                    () -> input -> parse(new String(input, StandardCharsets.UTF_8)))
                .refusing(IllegalArgumentException.class)
                .allocating(600, 128 * 1024)
                .checking((input, rules) -> applicable(rules))));
  }

  private static List<TagRule> parse(String text) {
    return TagPolicyFile.parse(text, () -> SECRET);
  }

  private void applicable(List<TagRule> rules) {
    var counted = rules.stream().map(rule -> new CountedRule(rule, counter)).toList();
    for (Place place : Place.values()) {
      var tags = new FlatTags(new byte[0], 4);
      tags.addString(Key.of("card.number"), Key.of("1234"));
      tags.addInt64(Key.of("user.id"), 7);
      tags.addBool(Key.of("vip"), true);
      FlatTags result = new PlaceRules(counted, place).appliedTo(tags);
      assertThat(result.size()).isLessThanOrEqualTo(tags.size() + rules.size());
      assertThat(tags.size()).as("as it was").isEqualTo(3);
    }
  }
}
