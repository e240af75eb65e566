package io.jaegerstack.operator.manifests.storage;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.jaegerstack.operator.manifests.pod.Arguments;
import io.jaegerstack.operator.manifests.pod.DataVolume;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.jaegerstack.operator.resolve.ResolvedStack;
import io.jaegerstack.operator.resolve.ResolvedStorage;
import io.jaegerstack.operator.resolve.ResolvedStorage.Key;
import io.jaegerstack.operator.resolve.ResolvedStorage.Local;
import io.jaegerstack.operator.resolve.ResolvedStorage.Memory;
import io.jaegerstack.operator.resolve.ResolvedStorage.Servers;
import io.jaegerstack.operator.resolve.ResolvedStorage.StorageSecrets;
import io.jaegerstack.settings.Setting;
import io.jaegerstack.settings.StorageSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The storage's settings: a ConfigMap of environment names, and credentials from the user's own
/// Secrets. Taken in by collector, query, all-in-one and the storage's Jobs alike.
public final class StorageManifests {
  /// Where the volume of storage Local is mounted.
  private static final String DATA = "/var/lib/jaeger";

  /// A folder of the volume: its root may have a `lost+found`, belongs to another user and may be
  /// entered by others.
  private static final String SPANS = DATA + "/spans";

  /// Ten years, the most that the setting takes: without an age of its own a stack keeps what its
  /// volume has room for, where a process that is told nothing keeps 72 hours.
  private static final String NO_AGE = "87600h";

  public static ConfigMap configMap(ResolvedStack stack) {
    return new ConfigMapBuilder()
        .withMetadata(StackLabels.metadata(stack.name(), stack.name().storage()))
        .withData(environment(stack.storage()))
        .build();
  }

  /// How a pod takes the ConfigMap in.
  public static List<EnvFromSource> environmentFrom(ResolvedStack stack) {
    return List.of(
        new EnvFromSourceBuilder()
            .withNewConfigMapRef()
            .withName(stack.name().storage())
            .endConfigMapRef()
            .build());
  }

  /// Settings without secrets, by environment name.
  public static Map<String, String> environment(ResolvedStorage storage) {
    return switch (storage) {
      case Memory(long maxBytes) ->
          new TreeMap<>(
              Map.of(
                  StorageSettings.TYPE.environmentName(),
                  "memory",
                  StorageSettings.MEMORY_MAX_BYTES.environmentName(),
                  Long.toString(maxBytes)));
      case Local local -> environment(local);
      case Servers servers -> servers.environment();
    };
  }

  private static Map<String, String> environment(Local local) {
    var settings = new TreeMap<String, String>();
    settings.put(StorageSettings.TYPE.environmentName(), "local");
    settings.put(Setting.environmentName("local.directory"), SPANS);
    settings.put(Setting.environmentName("local.max-bytes"), Long.toString(local.maxBytes()));
    settings.put(Setting.environmentName("local.max-age"), local.maxAge().orElse(NO_AGE));
    return settings;
  }

  /// `arguments` and what no environment name can say.
  public static Arguments arguments(ResolvedStorage storage, Arguments arguments) {
    return switch (storage) {
      case Memory memory -> arguments;
      case Local local -> arguments;
      case Servers servers -> arguments.with(servers.arguments());
    };
  }

  /// Credentials, read by the kubelet from the Secret; they are in no object of ours.
  public static List<EnvVar> credentials(ResolvedStorage storage) {
    return secrets(storage).variables().entrySet().stream()
        .map(variable -> fromSecret(variable.getKey(), variable.getValue()))
        .toList();
  }

  /// What is mounted: the volume of storage Local, Secrets of servers.
  public static List<DataVolume> volumes(ResolvedStack stack) {
    return switch (stack.storage()) {
      case Memory memory -> List.of();
      case Local local -> List.of(DataVolume.ofClaim("data", DATA, stack.name().volumeClaim()));
      case Servers servers ->
          servers.secrets().files().stream()
              .map(
                  files ->
                      DataVolume.ofSecret(
                          files.name(), files.directory(), files.secret(), files.keys()))
              .toList();
    };
  }

  private static StorageSecrets secrets(ResolvedStorage storage) {
    return switch (storage) {
      case Memory memory -> StorageSecrets.NONE;
      case Local local -> StorageSecrets.NONE;
      case Servers servers -> servers.secrets();
    };
  }

  private static EnvVar fromSecret(String name, Key key) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewSecretKeyRef()
        .withName(key.secret())
        .withKey(key.key())
        .endSecretKeyRef()
        .endValueFrom()
        .build();
  }

  private StorageManifests() {}
}
