package io.jaegerstack.collector.policy;

import io.jaegerstack.collector.reload.FileText;
import io.jaegerstack.collector.reload.ReloadedFile;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.SettingValues;
import java.io.IOException;
import java.util.Optional;

/// What makes a policy: the text of `--collector.tag-policies-file`, and the key that its rules
/// hash with. A new key is a new policy.
record PolicyText(String rules, String hashKey) {
  /// A key is a secret.
  @Override
  public String toString() {
    return "PolicyText[rules=" + rules + "]";
  }

  /// Reads both at each look. A key file that cannot be read is tried again at the next one.
  record Source(FileText rules, FileText keyFile, String key)
      implements ReloadedFile.Source<PolicyText> {
    static Source of(SettingValues settings) {
      return new Source(
          FileText.ofPath(settings.value(CollectorSettings.TAG_POLICIES_FILE)),
          FileText.ofPath(settings.value(CollectorSettings.TAG_POLICIES_HASH_KEY_FILE)),
          settings.value(CollectorSettings.TAG_POLICIES_HASH_KEY));
    }

    @Override
    public boolean isNone() {
      return rules.isNone();
    }

    @Override
    public Optional<PolicyText> read() throws IOException {
      Optional<String> text = rules.read();
      return text.isEmpty() ? Optional.empty() : Optional.of(new PolicyText(text.get(), hashKey()));
    }

    private String hashKey() throws IOException {
      if (keyFile.isNone()) {
        return key;
      }
      try {
        return keyFile.read().orElse("").strip();
      } catch (IOException unreadable) {
        throw new IOException(
            "%s is %s, which %s"
                .formatted(
                    CollectorSettings.TAG_POLICIES_HASH_KEY_FILE.flag(),
                    keyFile,
                    unreadable.getMessage()),
            unreadable);
      }
    }

    @Override
    public String toString() {
      return rules.toString();
    }
  }
}
