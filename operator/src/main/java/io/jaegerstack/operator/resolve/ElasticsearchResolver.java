package io.jaegerstack.operator.resolve;

import static java.util.Objects.requireNonNullElse;

import io.jaegerstack.crds.v1.ArchiveSpec;
import io.jaegerstack.crds.v1.Authentication;
import io.jaegerstack.crds.v1.ElasticsearchStorageSpec;
import io.jaegerstack.crds.v1.StorageType;
import io.jaegerstack.crds.v1.TagsAsFieldsSpec;
import io.jaegerstack.operator.resolve.ResolvedStorage.Servers;
import io.jaegerstack.settings.Setting;
import io.jaegerstack.settings.StorageSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Defaults and settings of an Elasticsearch or OpenSearch.
///
/// @param type which of the two
record ElasticsearchResolver(StorageType type) {
  private static final String PREFIX = "es.";

  Servers resolve(@Nullable ElasticsearchStorageSpec given, Problems problems) {
    var spec = given == null ? ElasticsearchStorageSpec.of(List.of()) : given;
    var urls =
        requireNonNullElse(spec.urls(), List.<String>of()).stream()
            .filter(Objects::nonNull)
            .toList();
    if (urls.isEmpty()) {
      problems.add(
          "spec.storage.%s.urls".formatted(type.name().toLowerCase(Locale.ROOT)),
          "is empty, expected http:// or https:// URLs with storage.type " + type);
    }
    var settings = settings(urls, spec);
    return new Servers(
        type,
        urls,
        settings.environment(),
        arguments(spec),
        settings.secrets(),
        requireNonNullElse(spec.createTemplates(), true),
        RetentionResolver.tasks(spec.retention(), requireNonNullElse(spec.useAliases(), false)));
  }

  private ServerSettings settings(List<String> urls, ElasticsearchStorageSpec spec) {
    var settings = new ServerSettings(PREFIX);
    settings
        .withNamed(StorageSettings.TYPE.name(), type.name().toLowerCase(Locale.ROOT))
        .with("server-urls", urls)
        .with("index-prefix", spec.indexPrefix())
        .with("num-shards", orDefault(spec.shards(), StorageSettings.ES_NUM_SHARDS))
        .with("num-replicas", orDefault(spec.replicas(), StorageSettings.ES_NUM_REPLICAS))
        .with("index-rollover-frequency-spans", spec.rolloverFrequency())
        .with("index-rollover-frequency-services", spec.rolloverFrequency())
        .with("use-aliases", spec.useAliases())
        .with("create-index-templates", spec.createTemplates());
    if (spec.lifecyclePolicy() != null) {
      settings.with("use-ilm", true).with("ilm-policy-name", spec.lifecyclePolicy());
    }
    tags(settings, spec.tagsAsFields());
    archive(settings, spec.archive());
    settings.tls(spec.tls());
    if (spec.secretName() != null) {
      credentials(settings, spec.secretName(), spec.authentication());
    }
    return settings;
  }

  private static void tags(ServerSettings settings, @Nullable TagsAsFieldsSpec tags) {
    if (tags != null) {
      settings
          .with("tags-as-fields.all", tags.all())
          .with("tags-as-fields.include", tags.include())
          .with("tags-as-fields.dot-replacement", tags.dotReplacement());
    }
  }

  private static void archive(ServerSettings settings, @Nullable ArchiveSpec archive) {
    settings.withNamed("es-archive.enabled", archive == null ? null : archive.enabled());
  }

  /// Up to 0.3 the keys were environment names, which Elasticsearch's stacks may still have.
  private void credentials(
      ServerSettings settings, String secret, @Nullable Authentication authentication) {
    if (authentication != null || type == StorageType.OpenSearch) {
      settings.authentication(requireNonNullElse(authentication, Authentication.Basic), secret);
      return;
    }
    List.of(StorageSettings.ES_USERNAME, StorageSettings.ES_PASSWORD)
        .forEach(
            setting ->
                settings.variable(
                    setting.name().substring(PREFIX.length()), secret, setting.environmentName()));
  }

  /// An empty separator would be read as none given where it is an environment's. The default is
  /// not said, so that a new version of the operator rolls no pod.
  private static TreeMap<String, String> arguments(ElasticsearchStorageSpec spec) {
    var setting = StorageSettings.ES_INDEX_DATE_SEPARATOR;
    var separator = orDefault(spec.indexDateSeparator(), setting);
    return separator.equals(setting.byDefault())
        ? new TreeMap<>()
        : new TreeMap<>(Map.of(setting.name(), separator));
  }

  /// The process's own default, which is Jaeger's.
  private static <T> T orDefault(@Nullable T given, Setting<T> setting) {
    return requireNonNullElse(given, setting.byDefault());
  }
}
