package io.jaegerstack.operator.resolve;

import io.jaegerstack.crds.v1.Authentication;
import io.jaegerstack.crds.v1.StorageTlsSpec;
import io.jaegerstack.operator.resolve.ResolvedStorage.Key;
import io.jaegerstack.operator.resolve.ResolvedStorage.StorageSecrets;
import io.jaegerstack.operator.resolve.ResolvedStorage.Volume;
import io.jaegerstack.settings.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The settings of one storage in the making: the environment, and what of it is in Secrets. Only
/// what the user has set is said, so that the processes' own defaults hold, and a new version of
/// the operator rolls no pod. The operator reads no Secret.
///
/// Names are those of the settings' catalogue, which a test compares.
final class ServerSettings {
  private static final String CREDENTIALS = "storage-credentials";
  private static final String AUTHORITIES = "storage-ca";
  private static final String CERTIFICATE = "storage-tls";

  private final String prefix;
  private final SortedMap<String, String> environment = new TreeMap<>();
  private final Map<String, Key> variables = new LinkedHashMap<>();
  private final List<Volume> files = new ArrayList<>();

  /// @param prefix of the settings' names, with its dot
  ServerSettings(String prefix) {
    this.prefix = prefix;
  }

  /// @param name of the setting after the prefix
  /// @param value null for the default
  ServerSettings with(String name, @Nullable Object value) {
    return withNamed(prefix + name, value);
  }

  /// @param name of the setting, in full
  ServerSettings withNamed(String name, @Nullable Object value) {
    String text = value == null ? "" : String.valueOf(value);
    if (!text.isEmpty()) {
      environment.put(Setting.environmentName(name), text);
    }
    return this;
  }

  ServerSettings with(String name, @Nullable List<String> words) {
    return with(name, words == null ? null : (Object) String.join(",", words));
  }

  /// A setting whose value is read from a Secret at the start of a process.
  void variable(String name, String secret, String key) {
    variables.put(Setting.environmentName(prefix + name), new Key(secret, key));
  }

  /// The keys that [Authentication] stands for: who we are is read at start, what proves it is read
  /// again when it changes.
  void authentication(Authentication kind, String secret) {
    switch (kind) {
      case Basic -> {
        variable("username", secret, "username");
        file("password-file", secret, "password");
      }
      case ApiKey -> file("api-key-file", secret, "apiKey");
      case Token -> file("token-file", secret, "token");
    }
  }

  private void file(String name, String secret, String key) {
    var volume = new Volume(CREDENTIALS, secret, List.of(key));
    files.add(volume);
    with(name, volume.file(key));
  }

  void tls(@Nullable StorageTlsSpec spec) {
    if (spec == null) {
      return;
    }
    with("tls.enabled", true);
    with("tls.server-name", spec.serverName());
    if (spec.caSecretName() != null) {
      var volume = new Volume(AUTHORITIES, spec.caSecretName(), List.of("ca.crt"));
      files.add(volume);
      with("tls.ca", volume.file("ca.crt"));
    }
    if (spec.secretName() != null) {
      var volume = new Volume(CERTIFICATE, spec.secretName(), List.of("tls.crt", "tls.key"));
      files.add(volume);
      with("tls.cert", volume.file("tls.crt")).with("tls.key", volume.file("tls.key"));
    }
  }

  SortedMap<String, String> environment() {
    return environment;
  }

  StorageSecrets secrets() {
    return new StorageSecrets(variables, files);
  }
}
