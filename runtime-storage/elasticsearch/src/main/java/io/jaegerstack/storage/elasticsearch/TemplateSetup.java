package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_CREATE_INDEX_TEMPLATES;

import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.HiddenStateException;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the templates before the first document: an index that appears without one gets text where
/// Jaeger needs keywords, and no search works on it.
final class TemplateSetup {
  private static final Logger LOG = LoggerFactory.getLogger(TemplateSetup.class);

  private final EsHttp http;
  private final IndexNames names;
  private final Templates templates;
  private final MappingCheck mappings;
  private final boolean wanted;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean done;

  TemplateSetup(EsHttp http, IndexNames names, MappingCheck mappings, SettingValues settings) {
    this.http = http;
    this.names = names;
    this.mappings = mappings;
    this.templates = new Templates(settings);
    this.wanted = settings.value(ES_CREATE_INDEX_TEMPLATES);
  }

  /// Returns when the templates are there.
  ///
  /// @throws StorageException where they cannot be put; the next call tries again
  void ensure() {
    if (done) {
      return;
    }
    lock.lock();
    try {
      if (!done) {
        put();
        done = true;
      }
    } finally {
      lock.unlock();
    }
  }

  private void put() {
    if (wanted) {
      putAll();
    }
    warnOfWrongMappings();
  }

  private void putAll() {
    for (Kind kind : Kind.values()) {
      String path = "_index_template/" + EsPaths.encoded(names.base(kind));
      http.call("PUT", path, Json.write(templates.of(kind, names)));
    }
    LOG.info("index templates put, of {} and others", names.base(Kind.SPAN));
  }

  /// Puts the templates, also where writers are told not to, and says their names.
  ///
  /// @throws StorageException where they cannot be put, or an index has other mappings
  List<String> putAndCheck() {
    putAll();
    mappings
        .problem()
        .ifPresent(
            problem -> {
              throw new StorageException(
                  StorageException.Kind.INVALID,
                  StorageException.Trouble.MAPPING_CONFLICT,
                  problem,
                  null);
            });
    return Arrays.stream(Kind.values()).map(names::base).toList();
  }

  private void warnOfWrongMappings() {
    try {
      mappings.problem().ifPresent(LOG::warn);
    } catch (StorageException | HiddenStateException unreadable) {
      LOG.warn("mappings could not be checked: {}", unreadable.getMessage());
    }
  }
}
