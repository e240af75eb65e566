package io.jaegerstack.operator.manifests.storage;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.jaegerstack.operator.manifests.pod.Arguments;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.jaegerstack.operator.resolve.ResolvedStack;
import io.jaegerstack.operator.resolve.ResolvedStorage;
import io.jaegerstack.operator.resolve.ResolvedStorage.Elasticsearch;
import io.jaegerstack.operator.resolve.ResolvedStorage.Memory;
import io.jaegerstack.settings.Setting;
import io.jaegerstack.settings.StorageSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The storage's settings: a ConfigMap of environment names, and credentials from the user's own
/// Secret.
public final class StorageManifests {

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
    var settings = new TreeMap<String, String>();
    switch (storage) {
      case Memory(long maxBytes) -> {
        put(settings, StorageSettings.TYPE, "memory");
        put(settings, StorageSettings.MEMORY_MAX_BYTES, Long.toString(maxBytes));
      }
      case Elasticsearch elasticsearch -> {
        put(settings, StorageSettings.TYPE, "elasticsearch");
        put(settings, StorageSettings.ES_SERVER_URLS, String.join(",", elasticsearch.urls()));
        put(settings, StorageSettings.ES_INDEX_PREFIX, elasticsearch.indexPrefix());
        put(settings, StorageSettings.ES_NUM_SHARDS, Integer.toString(elasticsearch.shards()));
        put(settings, StorageSettings.ES_NUM_REPLICAS, Integer.toString(elasticsearch.replicas()));
      }
    }
    return settings;
  }

  /// `arguments` and what no environment name can say: an empty separator would be read as none
  /// given. The default is not said, so that a new version of the operator rolls no pod.
  public static Arguments arguments(ResolvedStorage storage, Arguments arguments) {
    var setting = StorageSettings.ES_INDEX_DATE_SEPARATOR;
    return switch (storage) {
      case Elasticsearch elasticsearch
          when !elasticsearch.indexDateSeparator().equals(setting.byDefault()) ->
          arguments.with(setting, elasticsearch.indexDateSeparator());
      case Elasticsearch elasticsearch -> arguments;
      case Memory memory -> arguments;
    };
  }

  /// Credentials, read by the kubelet from the Secret; they are in no object of ours.
  public static List<EnvVar> credentials(ResolvedStorage storage) {
    return switch (storage) {
      case Memory memory -> List.of();
      case Elasticsearch elasticsearch -> credentials(elasticsearch.secretName());
    };
  }

  private static List<EnvVar> credentials(Optional<String> secretName) {
    return secretName.stream()
        .flatMap(
            secret ->
                List.of(StorageSettings.ES_USERNAME, StorageSettings.ES_PASSWORD).stream()
                    .map(setting -> fromSecret(secret, setting)))
        .toList();
  }

  private static EnvVar fromSecret(String secret, Setting<String> setting) {
    return new EnvVarBuilder()
        .withName(setting.environmentName())
        .withNewValueFrom()
        .withNewSecretKeyRef()
        .withName(secret)
        .withKey(setting.environmentName())
        .endSecretKeyRef()
        .endValueFrom()
        .build();
  }

  private static void put(Map<String, String> settings, Setting<?> setting, String value) {
    if (!value.isEmpty()) {
      settings.put(setting.environmentName(), value);
    }
  }

  private StorageManifests() {}
}
