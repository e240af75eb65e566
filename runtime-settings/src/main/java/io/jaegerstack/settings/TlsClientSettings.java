package io.jaegerstack.settings;

import java.time.Duration;
import java.util.List;

/// TLS towards servers, under the names that Jaeger gives each of its clients.
///
/// @param prefix what stands before `.tls.` in all of them
/// @param cert shown to servers that ask who we are, with `key`
/// @param reloadInterval our own: Jaeger's clients have no such setting
public record TlsClientSettings(
    String prefix,
    Setting<Boolean> enabled,
    Setting<String> ca,
    Setting<String> cert,
    Setting<String> key,
    Setting<String> serverName,
    Setting<Boolean> skipHostVerify,
    Setting<Duration> reloadInterval) {
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
        Setting.text(tls + "server-name")
            .says("name that the servers' certificates must have; empty means the one dialled"),
        Setting.flag(tls + "skip-host-verify")
            .says("trust any server: for trying out, never for real spans"),
        Setting.duration(tls + "reload-interval", Duration.ZERO)
            .byDefault(Duration.ofSeconds(10))
            .says("how often these files are looked at for changes; 0 means never"));
  }

  SettingGroup group(String title) {
    return new SettingGroup(title, all());
  }

  private List<Setting<?>> all() {
    return List.of(enabled, ca, cert, key, serverName, skipHostVerify, reloadInterval);
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
