package io.jaegerstack.settings;

import java.time.Duration;
import java.util.List;

/// TLS of one listening port, under the names that Jaeger gives each of its servers.
///
/// @param prefix what stands before `.tls.` in all of them
/// @param clientCa where it is set, callers must show a certificate of these authorities
/// @param cipherSuites for TLS 1.2 and below; the few of TLS 1.3 always stay, as in Go
public record TlsServerSettings(
    String prefix,
    Setting<Boolean> enabled,
    Setting<String> cert,
    Setting<String> key,
    Setting<String> clientCa,
    Setting<String> minVersion,
    Setting<String> maxVersion,
    Setting<List<String>> cipherSuites,
    Setting<Duration> reloadInterval) {
  /// Older versions are broken and the JDK refuses them.
  private static final String TLS_1_2 = "1.2";

  private static final String TLS_1_3 = "1.3";

  static TlsServerSettings of(String prefix) {
    String tls = prefix + ".tls.";
    return new TlsServerSettings(
        prefix,
        Setting.flag(tls + "enabled").says("whether this port speaks TLS, and nothing else"),
        Setting.text(tls + "cert")
            .says("PEM file with the port's certificate, and those between it and its authority"),
        Setting.text(tls + "key").says("PEM file with that certificate's private key"),
        Setting.text(tls + "client-ca")
            .says(
                "PEM file with authorities; callers must show a certificate of theirs; empty means that all may call"),
        Setting.choice(tls + "min-version", TLS_1_2, TLS_1_3).says("oldest version of TLS spoken"),
        Setting.choice(tls + "max-version", TLS_1_2, TLS_1_3)
            .byDefault(TLS_1_3)
            .says("newest version of TLS spoken"),
        Setting.words(tls + "cipher-suites")
            .says("cipher suites of TLS 1.2 in order of preference; empty means the usual ones"),
        Setting.duration(tls + "reload-interval", Duration.ZERO)
            .byDefault(Duration.ofSeconds(10))
            .says("how often these files are looked at for changes; 0 means never"));
  }

  SettingGroup group(String title) {
    return new SettingGroup(title, all());
  }

  private List<Setting<?>> all() {
    return List.of(
        enabled, cert, key, clientCa, minVersion, maxVersion, cipherSuites, reloadInterval);
  }

  /// Whether TLS is on.
  ///
  /// @throws SettingException where it is off and something of it is set, as in Jaeger: whoever set
  ///   it believes it to be on
  public boolean isOn(SettingValues settings) {
    return TlsClientSettings.isOn(settings, enabled, all());
  }
}
