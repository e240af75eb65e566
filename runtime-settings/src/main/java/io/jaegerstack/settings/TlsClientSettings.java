package io.jaegerstack.settings;

import java.util.List;

/// TLS towards servers, under the names that Jaeger gives each of its clients.
///
/// @param prefix what stands before `.tls.` in all of them
/// @param cert shown to servers that ask who we are, with `key`
public record TlsClientSettings(
    String prefix,
    Setting<Boolean> enabled,
    Setting<String> ca,
    Setting<String> cert,
    Setting<String> key,
    Setting<Boolean> skipHostVerify) {
  static TlsClientSettings of(String prefix, String whether) {
    String tls = prefix + ".tls.";
    return new TlsClientSettings(
        prefix,
        Setting.flag(tls + "enabled").says(whether),
        Setting.text(tls + "ca")
            .says("PEM file with the authorities to trust; empty means the system's"),
        Setting.text(tls + "cert")
            .says("PEM file with our certificate, for servers that want to see one"),
        Setting.text(tls + "key").says("PEM file with our certificate's private key"),
        Setting.flag(tls + "skip-host-verify")
            .says("trust any server: for trying out, never for real spans"));
  }

  List<Setting<?>> all() {
    return List.of(enabled, ca, cert, key, skipHostVerify);
  }

  /// Whether TLS is on.
  ///
  /// @throws SettingException where it is off and something of it is set, as in Jaeger: whoever set
  ///   it believes it to be on
  public boolean isOn(SettingValues settings) {
    return isOn(settings, enabled, all());
  }

  static boolean isOn(SettingValues settings, Setting<Boolean> enabled, List<Setting<?>> all) {
    if (settings.value(enabled)) {
      return true;
    }
    all.stream()
        .filter(setting -> !setting.equals(enabled) && settings.isSet(setting))
        .findFirst()
        .ifPresent(
            set -> {
              throw new SettingException(
                  "%s is set while %s is false, expected %s=true or none of its settings"
                      .formatted(set.flag(), enabled.flag(), enabled.flag()));
            });
    return false;
  }
}
