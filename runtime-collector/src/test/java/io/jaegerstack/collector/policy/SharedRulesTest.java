package io.jaegerstack.collector.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.Tag;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What services share of a policy, and what they do not.
class SharedRulesTest {
  private final Counter counter = new SimpleMeterRegistry().counter("applied");
  private final List<TagRule> counted = new ArrayList<>();

  @Test
  void fiveThousandServicesWithTheSameRulesShareThem() {
    var policy =
        policy(
            """
            {"name": "a", "action": "drop", "keys": ["a"]},
            {"name": "b", "action": "drop", "keys": ["b"], "services": ["till*"]}
            """);
    ServiceRules first = policy.of(Key.of("invented-0"));
    for (int i = 0; i < 5_000; i++) {
      assertThat(policy.of(Key.of("invented-" + i))).as("invented-%d", i).isSameAs(first);
    }
    ServiceRules other = policy.of(Key.of("till-1"));
    assertThat(other).isNotSameAs(first).isSameAs(policy.of(Key.of("till-2")));
    assertThat(keys(first)).containsExactly("b", "c");
    assertThat(keys(other)).containsExactly("c");
    assertThat(counted).extracting(TagRule::name).as("one counter each").containsExactly("a", "b");
  }

  @Test
  void theOrderOfTheFileDecidesInEachSet() {
    var policy =
        policy(
            """
            {"name": "till", "action": "redact", "keys": ["a"], "services": ["till"], "with": "1"},
            {"name": "begin", "action": "redact", "keys": ["*"], "services": ["t*"], "with": "2"},
            {"name": "all", "action": "redact", "keys": ["a"], "with": "3"}
            """);
    assertThat(values(policy.of(Key.of("till")))).containsExactly("1", "2", "2");
    assertThat(values(policy.of(Key.of("tax")))).containsExactly("2", "2", "2");
    assertThat(values(policy.of(Key.of("shop")))).containsExactly("3", "y", "z");
  }

  @Test
  void keepsABoundedNumberOfEntriesOfSets() {
    String ofAll =
        numbered(600, "{\"name\": \"all-%1$d\", \"action\": \"drop\", \"keys\": [\"k%1$d\"]}");
    String ofOne =
        numbered(
            300,
            "{\"name\": \"one-%1$d\", \"action\": \"drop\", \"keys\": [\"a\"], \"services\": [\"s%1$d\"]}");
    var policy = policy(ofAll + "," + ofOne);
    List<ServiceRules> each =
        IntStream.range(0, 300).mapToObj(i -> policy.of(Key.of("s" + i))).toList();
    assertThat(policy.of(Key.of("s0"))).as("kept").isSameAs(each.getFirst());
    assertThat(policy.of(Key.of("s100"))).as("kept").isSameAs(each.get(100));
    assertThat(policy.of(Key.of("s299"))).as("no room").isNotSameAs(each.getLast());
    assertThat(keys(policy.of(Key.of("s299")))).containsExactly("b", "c");
    assertThat(keys(policy.of(Key.of("s300")))).containsExactly("a", "b", "c");
  }

  private static String numbered(int count, String rule) {
    return IntStream.range(0, count).mapToObj(rule::formatted).collect(Collectors.joining(","));
  }

  private TagPolicy policy(String rules) {
    return new TagPolicy(
        TagPolicyFile.parse("{\"rules\": [%s]}".formatted(rules), () -> ""),
        rule -> {
          counted.add(rule);
          return counter;
        });
  }

  private static List<String> keys(ServiceRules rules) {
    return applied(rules).stream().map(Tag::key).toList();
  }

  private static List<String> values(ServiceRules rules) {
    return applied(rules).stream().map(tag -> tag.value().asText()).toList();
  }

  private static List<Tag> applied(ServiceRules rules) {
    var tags = List.of(Tag.of("a", "x"), Tag.of("b", "y"), Tag.of("c", "z"));
    return rules.appliedTo(new FlatProcess(Key.of("any"), FlatTags.of(tags))).tags().toList();
  }
}
