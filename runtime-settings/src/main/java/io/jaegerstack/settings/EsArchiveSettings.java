package io.jaegerstack.settings;

import java.util.ArrayList;
import java.util.List;

/// The archive on Elasticsearch or OpenSearch, under Jaeger's names: each `es-archive.` setting
/// stands for the `es.` setting of its name, which holds where it is not set.
public final class EsArchiveSettings {
  public static final Setting<Boolean> ENABLED =
      Setting.flag("es-archive.enabled")
          .says("keep traces that somebody archives, in indices of their own");

  /// A setting of the archive and what it stands for.
  private record Own<T>(Setting<T> main, Setting<T> own) {
    static <T> Own<T> of(Setting<T> main) {
      String name = main.name().replaceFirst("^es\\.", "es-archive.");
      String says = "of the archive; not set, that of " + main.flag();
      return new Own<>(
          main,
          new Setting<>(name, main.type(), main.byDefault(), main.unit(), says, main.secret()));
    }

    SettingValues over(SettingValues values) {
      return values.isSet(own) ? values.with(main, values.value(own)) : values;
    }
  }

  /// Where the archive is and who we are there.
  private static final List<Own<?>> CONNECTION =
      List.of(
          Own.of(StorageSettings.ES_SERVER_URLS),
          Own.of(StorageSettings.ES_USERNAME),
          Own.of(StorageSettings.ES_PASSWORD),
          Own.of(StorageSettings.ES_PASSWORD_FILE),
          Own.of(StorageSettings.ES_TOKEN_FILE),
          Own.of(StorageSettings.ES_API_KEY_FILE),
          Own.of(StorageSettings.ES_TLS.enabled()),
          Own.of(StorageSettings.ES_TLS.ca()),
          Own.of(StorageSettings.ES_TLS.cert()),
          Own.of(StorageSettings.ES_TLS.key()),
          Own.of(StorageSettings.ES_TLS.serverName()),
          Own.of(StorageSettings.ES_TLS.skipHostVerify()),
          Own.of(StorageSettings.ES_TIMEOUT),
          Own.of(StorageSettings.ES_VERSION),
          Own.of(StorageSettings.ES_HTTP_COMPRESSION));

  private static final List<Own<?>> CONTENT =
      List.of(
          Own.of(StorageSettings.ES_INDEX_PREFIX),
          Own.of(StorageSettings.ES_NUM_SHARDS),
          Own.of(StorageSettings.ES_NUM_REPLICAS),
          Own.of(EsIndexSettings.USE_ALIASES),
          Own.of(EsIndexSettings.USE_ILM),
          Own.of(EsIndexSettings.ILM_POLICY_NAME),
          Own.of(EsIndexSettings.PRIORITY_SPAN),
          Own.of(StorageSettings.ES_CREATE_INDEX_TEMPLATES),
          Own.of(StorageSettings.ES_BULK_SIZE),
          Own.of(StorageSettings.ES_BULK_ACTIONS),
          Own.of(StorageSettings.ES_BULK_WORKERS),
          Own.of(StorageSettings.ES_MAX_DOC_COUNT),
          Own.of(StorageSettings.ES_TAGS_AS_FIELDS_ALL),
          Own.of(StorageSettings.ES_TAGS_AS_FIELDS_INCLUDE),
          Own.of(StorageSettings.ES_TAGS_AS_FIELDS_CONFIG_FILE),
          Own.of(StorageSettings.ES_TAGS_AS_FIELDS_DOT_REPLACEMENT));

  /// Whether the archive is on other servers, or we are somebody else there.
  public static boolean isElsewhere(SettingValues values) {
    return CONNECTION.stream().anyMatch(each -> values.isSet(each.own));
  }

  /// `values` as they hold for the archive: under the names of the `es.` settings.
  public static SettingValues ofArchive(SettingValues values) {
    SettingValues archive = values;
    for (Own<?> each : CONNECTION) {
      archive = each.over(archive);
    }
    for (Own<?> each : CONTENT) {
      archive = each.over(archive);
    }
    return archive;
  }

  /// The setting of the archive that stands for `main`.
  ///
  /// @throws IllegalArgumentException where there is none: a mistake in wiring
  @SuppressWarnings("unchecked") // made of the same setting, so of its type
  public static <T> Setting<T> of(Setting<T> main) {
    var all = new ArrayList<>(CONNECTION);
    all.addAll(CONTENT);
    return all.stream()
        .filter(each -> each.main.equals(main))
        .map(each -> (Setting<T>) each.own)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(main.flag() + " is not of archives"));
  }

  static SettingGroup group() {
    var all = new ArrayList<Setting<?>>();
    all.add(ENABLED);
    CONNECTION.forEach(each -> all.add(each.own));
    CONTENT.forEach(each -> all.add(each.own));
    return new SettingGroup("Storage: the archive on Elasticsearch", all);
  }

  private EsArchiveSettings() {}
}
