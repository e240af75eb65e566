package io.jaegerstack.collector.policy;

import static io.jaegerstack.settings.CollectorSettings.TAG_POLICIES_FILE;
import static io.jaegerstack.settings.CollectorSettings.TAG_POLICIES_RELOAD_INTERVAL;

import io.jaegerstack.collector.reload.ReloadedFile;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.settings.SettingValues;
import io.micrometer.core.instrument.Counter;
import java.util.List;

/// The policy of `--collector.tag-policies-file` as it is now; without a file, none.
public final class TagPolicies {
  private static final ReloadedFile.Purpose PURPOSE =
      new ReloadedFile.Purpose(
          "tag policies", TAG_POLICIES_FILE.name(), "jaegerstack_collector_tag_policies_reloads");

  private final boolean isAny;
  private final Metrics metrics;
  private final ReloadedFile<PolicyText> file;
  private volatile TagPolicy current = TagPolicy.NONE;

  private TagPolicies(SettingValues settings, Metrics metrics) {
    var text = PolicyText.Source.of(settings);
    this.isAny = !text.isNone();
    this.metrics = metrics;
    this.file =
        new ReloadedFile<>(
            PURPOSE, text, settings.value(TAG_POLICIES_RELOAD_INTERVAL), metrics, this::use);
  }

  public static TagPolicies of(SettingValues settings, Metrics metrics) {
    return new TagPolicies(settings, metrics);
  }

  /// False where there never is a policy, because no file is named.
  public boolean isAny() {
    return isAny;
  }

  public TagPolicy current() {
    return current;
  }

  /// What reads the file, at the start and later.
  public Part file() {
    return file;
  }

  /// Looks at the file now.
  void reload() {
    file.reload();
  }

  private void use(PolicyText text) {
    List<TagRule> rules = TagPolicyFile.parse(text.rules(), text::hashKey);
    current = new TagPolicy(rules, this::counter);
  }

  private Counter counter(TagRule rule) {
    return metrics.counter(
        "jaegerstack_collector_tag_policies_tags",
        "rule",
        rule.name(),
        "action",
        rule.action().word());
  }
}
