package io.jaegerstack.collector.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.jaegerstack.model.FlatLog;
import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.Log;
import io.jaegerstack.model.Tag;
import io.jaegerstack.server.Metrics;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TagPolicyTest {
  private static final Key SHOP = Key.of("shop");

  /// `printf %s ada | openssl dgst -sha256 -hmac 0123456789abcdef`, its first half.
  private static final String ADA = "83eeb38e004a295359bde4b0760bb271";

  private final Metrics metrics = Metrics.empty();

  @Test
  void dropsRedactsAndHashesByKeyAndBeginning() {
    var rules =
        policy(
                """
                {"name": "cards", "action": "drop", "keys": ["card.*", "cvc"]},
                {"name": "mail", "action": "redact", "keys": ["user.email"]},
                {"name": "people", "action": "hash", "keys": ["user.*"]}
                """)
            .of(SHOP);
    var span =
        span(
            Tag.of("card.number", 42L),
            Tag.of("card", "visa"),
            Tag.of("cvc", "123"),
            Tag.of("user.email", "ada@example.org"),
            Tag.of("user.name", "ada"),
            Tag.of("items", 3L));
    rules.applyTo(span);

    assertThat(span.tags.toList())
        .containsExactly(
            Tag.of("card", "visa"),
            Tag.of("user.email", "redacted"),
            Tag.of("user.name", ADA),
            Tag.of("items", 3L));
    assertThat(metrics.scrape())
        .contains(counter("drop", "cards", 2), counter("redact", "mail", 1))
        .contains(counter("hash", "people", 1));
  }

  @Test
  @Timeout(20)
  void dropsAsManyTagsAsAMessageHoldsInOnePass() {
    var rules = policy("{\"name\": \"cards\", \"action\": \"drop\", \"keys\": [\"cvc\"]}").of(SHOP);
    var tags = new Tag[600_000];
    Arrays.setAll(tags, i -> i % 2 == 0 ? Tag.of("cvc", "123") : Tag.of("items", 3L));
    var span = span(tags);
    rules.applyTo(span);
    assertThat(span.tags.size()).isEqualTo(tags.length / 2);
    assertThat(span.tags.indexOf(Key.of("cvc"))).isNegative();
    assertThat(metrics.scrape()).contains(counter("drop", "cards", tags.length / 2));
  }

  @Test
  void theFirstRuleThatIsAboutATagDecides() {
    var rules =
        policy(
                """
                {"name": "begin", "action": "redact", "keys": ["user.*"], "with": "begin"},
                {"name": "exact", "action": "redact", "keys": ["user.id"], "with": "exact"}
                """)
            .of(SHOP);
    var span = span(Tag.of("user.id", "7"));
    rules.applyTo(span);
    assertThat(span.tags.toList()).containsExactly(Tag.of("user.id", "begin"));
  }

  @Test
  void hashesEveryTypeOfValueToTextThatDiffersByValueOnly() {
    var rules = policy("{\"name\": \"all\", \"action\": \"hash\", \"keys\": [\"*\"]}").of(SHOP);
    var span =
        span(
            Tag.of("a", "ada"),
            Tag.of("b", "ada"),
            Tag.of("c", true),
            Tag.of("d", 5L),
            Tag.of("e", 0.5),
            Tag.of("f", new byte[] {1, 2}));
    rules.applyTo(span);
    var values = span.tags.toList().stream().map(tag -> tag.value().asText()).toList();
    assertThat(values).allMatch(value -> value.matches("[0-9a-f]{32}"));
    assertThat(values.get(0)).isEqualTo(values.get(1)).isEqualTo(ADA);
    assertThat(values.subList(1, values.size())).doesNotHaveDuplicates();
  }

  @Test
  void addsATagOnlyWhereThereIsNone() {
    var rules =
        policy(
                """
                {"name": "zone", "action": "add", "key": "zone", "value": "eu"},
                {"name": "cells", "action": "add", "key": "cell", "value": 7, "in": ["process"]}
                """)
            .of(SHOP);
    var has = span(Tag.of("zone", "us"));
    var hasNot = new FlatSpan(has.process);
    rules.applyTo(has);
    rules.applyTo(hasNot);
    assertThat(has.tags.toList()).containsExactly(Tag.of("zone", "us"));
    assertThat(hasNot.tags.toList()).containsExactly(Tag.of("zone", "eu"));
    assertThat(rules.appliedTo(has.process).tags().toList())
        .containsExactly(Tag.of("ip", "10.0.0.1"), Tag.of("cell", 7L));
    assertThat(metrics.scrape()).contains(counter("add", "zone", 1), counter("add", "cells", 1));
  }

  @Test
  void keepsToThePlacesAndServicesOfARule() {
    var policy =
        policy(
            """
            {"name": "p", "action": "drop", "keys": ["ip"], "in": ["process"]},
            {"name": "l", "action": "drop", "keys": ["key"], "in": ["log"], "services": ["till*"]}
            """);
    var span = span(Tag.of("ip", "kept"), Tag.of("key", "kept"));
    policy.of(Key.of("till-1")).applyTo(span);
    assertThat(span.tags.toList()).containsExactly(Tag.of("ip", "kept"), Tag.of("key", "kept"));
    assertThat(span.logs[0].fields().toList()).containsExactly(Tag.of("event", "x"));

    var other = span();
    policy.of(SHOP).applyTo(other);
    assertThat(other.logs[0].fields().toList())
        .containsExactly(Tag.of("event", "x"), Tag.of("key", "v"));
    assertThat(policy.of(SHOP).appliedTo(other.process).tags().toList()).isEmpty();
  }

  @Test
  void leavesSharedProcessesAndLogsAsTheyWere() {
    var rules = policy("{\"name\": \"all\", \"action\": \"redact\", \"keys\": [\"*\"]}").of(SHOP);
    var span = span();
    FlatLog[] logs = span.logs;
    FlatProcess process = span.process;
    rules.applyTo(span);
    rules.appliedTo(process);
    assertThat(process.tags().toList()).containsExactly(Tag.of("ip", "10.0.0.1"));
    assertThat(logs[0].fields().toList()).contains(Tag.of("event", "x"));
  }

  @Test
  void makesNothingForTagsThatNoRuleIsAbout() {
    var rules =
        policy(
                """
                {"name": "cards", "action": "drop", "keys": ["card.*", "cvc"]},
                {"name": "people", "action": "hash", "keys": ["user.*"], "services": ["*"]}
                """)
            .of(SHOP);
    var span = span(Tag.of("http.url", "/"), Tag.of("items", 3L));
    FlatTags before = span.tags;
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = 0;
    for (int round = 0; round < 3; round++) {
      long start = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        rules.applyTo(span);
        rules.appliedTo(span.process);
      }
      bytes = threads.getCurrentThreadAllocatedBytes() - start;
    }
    assertThat(span.tags).isSameAs(before);
    assertThat(bytes).as("bytes of 10,000 spans").isLessThan(10_000);
  }

  private TagPolicy policy(String rules) {
    var parsed =
        TagPolicyFile.parse("{\"rules\": [%s]}".formatted(rules), () -> "0123456789abcdef");
    return new TagPolicy(
        parsed,
        rule -> metrics.counter("tags", "rule", rule.name(), "action", rule.action().word()));
  }

  private static String counter(String action, String rule, int count) {
    return "tags_total{action=\"%s\",rule=\"%s\"} %d.0".formatted(action, rule, count);
  }

  private static FlatSpan span(Tag... tags) {
    var span = new FlatSpan(new FlatProcess(SHOP, FlatTags.of(List.of(Tag.of("ip", "10.0.0.1")))));
    span.tags = FlatTags.of(List.of(tags));
    var log = new Log(5, List.of(Tag.of("event", "x"), Tag.of("key", "v")));
    span.logs = new FlatLog[] {new FlatLog(log.timeNanos(), FlatTags.of(log.fields()))};
    return span;
  }
}
