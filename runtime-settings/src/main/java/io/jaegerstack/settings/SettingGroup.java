package io.jaegerstack.settings;

import java.util.List;

/// Settings under one heading of `--help` and of the reference.
public record SettingGroup(String title, List<Setting<?>> settings) {
  public SettingGroup {
    settings = List.copyOf(settings);
  }

  public static SettingGroup of(String title, Setting<?>... settings) {
    return new SettingGroup(title, List.of(settings));
  }

  /// The group as `--help` shows it, with an empty line before it.
  public String helpText() {
    return HelpText.of(this);
  }
}
