package io.jaegerstack.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What was set, over the defaults of a catalogue. Immutable.
public final class SettingValues {
  private final Catalogue catalogue;
  private final Map<String, Object> set;
  private final List<String> warnings;

  SettingValues(Catalogue catalogue, Map<String, Object> set, List<String> warnings) {
    this.catalogue = catalogue;
    this.set = Map.copyOf(set);
    this.warnings = List.copyOf(warnings);
  }

  /// The defaults alone, for tests and for processes inside others.
  public static SettingValues defaults(Catalogue catalogue) {
    return new SettingValues(catalogue, Map.of(), List.of());
  }

  /// The value in force.
  ///
  /// @throws IllegalArgumentException for a setting that this process does not have: a mistake in
  ///   wiring
  @SuppressWarnings("unchecked") // values enter through the same setting's own type
  public <T> T value(Setting<T> setting) {
    Setting<?> declared =
        catalogue
            .setting(setting.name())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        setting.flag() + " is no setting of " + catalogue.component()));
    return (T) set.getOrDefault(setting.name(), declared.byDefault());
  }

  /// Whether a flag or the environment gave it.
  public boolean isSet(Setting<?> setting) {
    return set.containsKey(setting.name());
  }

  /// These values with one more; how tests and the all-in-one adjust a catalogue's defaults.
  public <T> SettingValues with(Setting<T> setting, T value) {
    var more = new LinkedHashMap<>(set);
    more.put(setting.name(), value);
    return new SettingValues(catalogue, more, warnings);
  }

  /// What the process should log at start: names in the environment that Jaeger knows and this
  /// process does not.
  public List<String> warnings() {
    return warnings;
  }

  /// The flags whose value in force is `value`; how a failure with an address finds its way back to
  /// what set it.
  public List<String> flagsWith(Object value) {
    return catalogue.settings().stream()
        .filter(setting -> set.getOrDefault(setting.name(), setting.byDefault()).equals(value))
        .map(Setting::flag)
        .toList();
  }

  /// Name to written value of what differs from the defaults, secrets and what stands before the
  /// `@` of an address masked; for one line in the log.
  public Map<String, String> printable() {
    var text = new TreeMap<String, String>();
    set.forEach(
        (name, value) ->
            text.put(name, catalogue.setting(name).map(s -> print(s, value)).orElse("")));
    return text;
  }

  @SuppressWarnings("unchecked") // as in `value`
  private static <T> String print(Setting<T> setting, Object value) {
    return setting.secret() ? "***" : UserInfo.masked(setting.type().print((T) value));
  }
}
