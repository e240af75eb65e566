package io.jaegerstack.collector.policy;

import static io.jaegerstack.settings.CollectorSettings.TAG_POLICIES_FILE;
import static io.jaegerstack.settings.CollectorSettings.TAG_POLICIES_HASH_KEY;
import static io.jaegerstack.settings.CollectorSettings.TAG_POLICIES_HASH_KEY_FILE;
import static io.jaegerstack.settings.CollectorSettings.TAG_POLICIES_RELOAD_INTERVAL;

import io.jaegerstack.collector.reload.FileText;
import io.jaegerstack.collector.reload.ReloadedFile;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.settings.SettingValues;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The policy of `--collector.tag-policies-file` as it is now; without a file, none.
public final class TagPolicies {
  private static final ReloadedFile.Purpose PURPOSE =
      new ReloadedFile.Purpose(
          "tag policies", TAG_POLICIES_FILE.name(), "jaegerstack_collector_tag_policies_reloads");

  private final boolean isAny;
  private final String secret;
  private final String secretFile;
  private final Metrics metrics;
  private final ReloadedFile file;
  private volatile TagPolicy current = TagPolicy.NONE;

  private TagPolicies(SettingValues settings, Metrics metrics) {
    String path = settings.value(TAG_POLICIES_FILE);
    this.isAny = !path.isEmpty();
    this.secret = settings.value(TAG_POLICIES_HASH_KEY);
    this.secretFile = settings.value(TAG_POLICIES_HASH_KEY_FILE);
    this.metrics = metrics;
    this.file =
        new ReloadedFile(
            PURPOSE,
            FileText.ofPath(path),
            settings.value(TAG_POLICIES_RELOAD_INTERVAL),
            metrics,
            this::use);
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

  private void use(String text) {
    List<TagRule> rules = TagPolicyFile.parse(text, this::secret);
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

  private String secret() {
    if (secretFile.isEmpty()) {
      return secret;
    }
    try {
      return Files.readString(Path.of(secretFile)).strip();
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "%s is %s, which cannot be read: %s"
              .formatted(TAG_POLICIES_HASH_KEY_FILE.flag(), secretFile, unreadable),
          unreadable);
    }
  }
}
