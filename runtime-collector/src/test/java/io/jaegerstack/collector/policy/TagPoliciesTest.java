package io.jaegerstack.collector.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.TestSpans;
import io.jaegerstack.collector.pipeline.Origin;
import io.jaegerstack.collector.pipeline.Pipeline;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Tag;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TagPoliciesTest {
  @TempDir private Path folder;
  private final Metrics metrics = Metrics.empty();
  private SettingValues settings =
      SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
          .with(CollectorSettings.TAGS, Map.of("card.reader", "none"))
          .with(CollectorSettings.TAG_POLICIES_RELOAD_INTERVAL, Duration.ZERO);

  @Test
  void thePipelineAppliesThePolicyBeforeItAddsTagsOfItsOwn() throws IOException {
    write("{\"name\": \"cards\", \"action\": \"drop\", \"keys\": [\"card.*\", \"internal.*\"]}");
    Span stored = stored(TestSpans.span("shop", Tag.of("card.number", 5L), Tag.of("items", 1L)));
    assertThat(stored.tags())
        .containsExactly(Tag.of("items", 1L), Tag.of("internal.span.format", "proto"));
    assertThat(stored.process().tags())
        .containsExactly(Tag.of("ip", "10.0.0.1"), Tag.of("card.reader", "none"));
    assertThat(metrics.scrape())
        .contains(
            "jaegerstack_collector_tag_policies_tags_total{action=\"drop\",rule=\"cards\"} 1.0");
  }

  @Test
  void withoutAFileThereIsNoPolicyAndNothingIsRead() throws IOException {
    var policies = TagPolicies.of(settings, metrics);
    policies.file().start();
    assertThat(policies.isAny()).isFalse();
    assertThat(policies.current().isEmpty()).isTrue();
  }

  @Test
  void followsTheFileAndKeepsTheLastGoodPolicy() throws IOException {
    write("{\"name\": \"a\", \"action\": \"drop\", \"keys\": [\"ip\"]}");
    var policies = started();
    assertThat(tagsLeft(policies)).isZero();

    write("{\"name\": \"a\", \"action\": \"drop\"}");
    policies.reload();
    assertThat(tagsLeft(policies)).as("the last good one").isZero();

    write("");
    policies.reload();
    assertThat(tagsLeft(policies)).isOne();
    assertThat(metrics.scrape())
        .contains("jaegerstack_collector_tag_policies_reloads_total{result=\"ok\"} 1.0")
        .contains("jaegerstack_collector_tag_policies_reloads_total{result=\"err\"} 1.0");
  }

  @Test
  void doesNotStartWithAWrongFileAndSaysWhichFlagNamedIt() throws IOException {
    Path file = write("{\"name\": \"a\", \"action\": \"drop\", \"keys\": \"ip\"}");
    assertThatThrownBy(this::started)
        .hasMessage(
            "--collector.tag-policies-file=%s: rules[0].keys is \"ip\", expected a list of names; a * may stand at the end of one"
                .formatted(file));
  }

  @Test
  void takesTheKeyForHashesFromAFile() throws IOException {
    write("{\"name\": \"a\", \"action\": \"hash\", \"keys\": [\"ip\"]}");
    Path key = folder.resolve("key");
    settings = settings.with(CollectorSettings.TAG_POLICIES_HASH_KEY_FILE, key.toString());
    assertThatThrownBy(this::started)
        .hasMessageContaining("--collector.tag-policies-hash-key-file is " + key);

    Files.writeString(key, "0123456789abcdef\n");
    assertThat(tagsLeft(started())).isOne();
    assertThat(settings.with(CollectorSettings.TAG_POLICIES_HASH_KEY, "secret").printable())
        .containsEntry("collector.tag-policies-hash-key", "***");
  }

  @Test
  void doesNotStartWithAnEmptyFile() throws IOException {
    Files.writeString(write(""), "");
    assertThatThrownBy(this::started).hasMessageContaining("--collector.tag-policies-file=");
  }

  @Test
  void keepsTheLastGoodPolicyWhenTheFileIsEmptied() throws IOException {
    Path file = write("{\"name\": \"a\", \"action\": \"drop\", \"keys\": [\"ip\"]}");
    var policies = started();
    Files.writeString(file, "");
    policies.reload();
    assertThat(tagsLeft(policies)).isZero();
    assertThat(metrics.scrape())
        .contains("jaegerstack_collector_tag_policies_reloads_total{result=\"err\"} 1.0");
  }

  @Test
  void takesNewRulesAtTheLookThatFindsTheirKey() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "0123456789abcdef");
    settings = settings.with(CollectorSettings.TAG_POLICIES_HASH_KEY_FILE, key.toString());
    write("{\"name\": \"a\", \"action\": \"hash\", \"keys\": [\"ip\"]}");
    var policies = started();

    Files.delete(key);
    write("{\"name\": \"a\", \"action\": \"drop\", \"keys\": [\"ip\"]}");
    policies.reload();
    assertThat(tagsLeft(policies)).as("hashed still").isOne();

    Files.writeString(key, "0123456789abcdef");
    policies.reload();
    assertThat(tagsLeft(policies)).isZero();
  }

  @Test
  void hashesWithAKeyThatWasReplaced() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "0123456789abcdef");
    settings = settings.with(CollectorSettings.TAG_POLICIES_HASH_KEY_FILE, key.toString());
    write("{\"name\": \"a\", \"action\": \"hash\", \"keys\": [\"ip\"]}");
    var policies = started();
    var before = tags(policies);

    Files.writeString(key, "fedcba9876543210");
    policies.reload();
    assertThat(tags(policies)).hasSize(1).isNotEqualTo(before);
  }

  private Span stored(Span span) throws IOException {
    var writer = FaultyWriter.healthy();
    var pipeline =
        Pipeline.of(settings, writer, new Ledger().hop("pipeline", Counted.SPANS), metrics);
    pipeline.tagPolicies().start();
    pipeline.start();
    pipeline.offer(SpanBatch.of(List.of(span)), Origin.JAEGER_GRPC);
    Eventually.await("stored", () -> writer.stored().size() == 1);
    pipeline.stop(Deadline.after(Duration.ofSeconds(5)));
    return writer.stored().getFirst();
  }

  private static int tagsLeft(TagPolicies policies) {
    return tags(policies).size();
  }

  private static List<Tag> tags(TagPolicies policies) {
    var process = FlatProcess.of(TestSpans.span("shop").process());
    var applied = policies.current().of(Key.of("shop")).appliedTo(process);
    return applied.toProcess().tags();
  }

  private TagPolicies started() throws IOException {
    var policies = TagPolicies.of(settings, metrics);
    policies.file().start();
    return policies;
  }

  private Path write(String rules) throws IOException {
    Path file =
        Files.writeString(folder.resolve("policies.json"), "{\"rules\": [%s]}".formatted(rules));
    settings = settings.with(CollectorSettings.TAG_POLICIES_FILE, file.toString());
    return file;
  }
}
