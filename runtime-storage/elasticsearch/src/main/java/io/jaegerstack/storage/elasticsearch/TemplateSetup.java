package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_CREATE_INDEX_TEMPLATES;

import io.jaegerstack.settings.EsIndexSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.HiddenStateException;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Trouble;
import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the templates before the first document and sees that they hold: an index that appears
/// without them gets text where Jaeger needs keywords, and no search works on it.
///
/// Looks again before each index that is new to it, and each minute: somebody may delete templates
/// and indices while we write.
public final class TemplateSetup {
  private static final Logger LOG = LoggerFactory.getLogger(TemplateSetup.class);
  private static final long AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

  /// Names of indices that are remembered; clocks that are wrong make many.
  private static final int MOST_KNOWN = 1_000;

  private static final String MISSING =
      "no template, expected Jaeger's: put it, or let --es.create-index-templates do it";

  private final EsHttp http;
  private final IndexNames names;
  private final ServerCheck server;
  private final RolloverStart rollovers;
  private final Templates templates;
  private final MappingCheck mappings;
  private final List<Kind> kinds;
  private final boolean wanted;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private volatile long lookedNanos;
  private boolean isPut;

  /// @param kinds what is written: spans and what belongs to them, or the archive
  TemplateSetup(
      EsHttp http,
      IndexNames names,
      ServerCheck server,
      MappingCheck mappings,
      List<Kind> kinds,
      SettingValues settings) {
    this.http = http;
    this.names = names;
    this.server = server;
    this.mappings = mappings;
    this.kinds = kinds;
    this.rollovers = new RolloverStart(http, names, settings.value(EsIndexSettings.USE_ILM));
    this.templates = new Templates(settings);
    this.wanted = settings.value(ES_CREATE_INDEX_TEMPLATES);
  }

  /// Returns when documents may be written into `targets`: the templates are there, hold for them,
  /// and so are the aliases.
  ///
  /// @param services forgets what it knows where its index is another one now
  /// @throws StorageException where that is not so; the next call tries again
  void ensure(Collection<String> targets, ServiceCache services) {
    if (isKnown(targets)) {
      return;
    }
    lock.lock();
    try {
      if (!isKnown(targets)) {
        ensure();
        services.forgetUnless(serviceIdentity());
        if (known.size() + targets.size() > MOST_KNOWN) {
          known.clear();
        }
        known.addAll(targets);
        lookedNanos = System.nanoTime();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isKnown(Collection<String> targets) {
    return known.containsAll(targets) && System.nanoTime() - lookedNanos < AGAIN_NANOS;
  }

  /// Puts what is missing and looks whether it holds.
  ///
  /// @throws StorageException where it does not
  public void ensure() {
    if (wanted && !isPut) {
      put();
      isPut = true;
      warnOfWrongMappings();
    }
    Optional<String> unfit = unfit();
    if (unfit.isPresent() && wanted) {
      put();
      unfit = unfit();
    }
    unfit.ifPresent(TemplateSetup::refuse);
    rollovers.ensure(kinds, wanted);
  }

  /// Puts the templates, also where writers are told not to, and says their names.
  ///
  /// @throws StorageException where they cannot be put or do not hold, or an index has other
  ///   mappings
  List<String> putAndCheck() {
    put();
    unfit().ifPresent(TemplateSetup::refuse);
    refuseWrongMappings();
    rollovers.ensure(kinds, true);
    return kinds.stream().map(names::base).toList();
  }

  /// Mappings that we may not see are no reason to wait.
  private void refuseWrongMappings() {
    try {
      Optional<StorageException> problem = mappings.problem();
      if (problem.isPresent()) {
        throw problem.get();
      }
    } catch (HiddenStateException hidden) {
      LOG.warn("mappings could not be checked: {}", hidden.getMessage());
    }
  }

  /// @throws StorageException where something is missing that we are not to create
  void check() {
    if (!wanted) {
      unfit().ifPresent(TemplateSetup::refuse);
      rollovers.ensure(kinds, false);
    }
  }

  private static void refuse(String unfit) {
    boolean isMissing = unfit.endsWith(MISSING);
    throw new StorageException(
        StorageException.Kind.UNAVAILABLE,
        isMissing ? Trouble.SCHEMA_MISSING : Trouble.MAPPING_CONFLICT,
        unfit,
        null);
  }

  private void put() {
    for (Kind kind : kinds) {
      String path = "_index_template/" + EsPaths.encoded(names.base(kind));
      http.call("PUT", path, Json.write(templates.of(kind, names, server::product)));
    }
    LOG.info("index templates put, of {} and others", names.base(kinds.getFirst()));
  }

  /// What is wrong with the mappings that an index would get if it appeared now.
  private Optional<String> unfit() {
    for (Kind kind : kinds) {
      Optional<String> conflict = unfit(kind);
      if (conflict.isPresent()) {
        return conflict;
      }
    }
    return Optional.empty();
  }

  private Optional<String> unfit(Kind kind) {
    String index = names.isAliased(kind) ? names.first(kind) : names.target(kind, Instant.EPOCH);
    try {
      String path = "_index_template/_simulate_index/" + EsPaths.encoded(index);
      var simulated = Json.readObject(http.call("POST", path, new byte[0]));
      var properties = Json.at(simulated, "template", "mappings", "properties");
      if (properties.isEmpty() && !FieldTypes.of(kind).paths().isEmpty()) {
        return isLegacyThere(kind)
            ? Optional.empty()
            : Optional.of("new indices like %s have %s".formatted(index, MISSING));
      }
      return FieldTypes.of(kind)
          .conflict(properties)
          .map(
              field ->
                  "new indices like %s get %s: a template of higher priority stands before that of %s; raise %s"
                      .formatted(index, field, names.base(kind), "--es.prioirity-span-template"));
    } catch (IOException unreadable) {
      throw SpanSearch.unreadable("_simulate_index", unreadable);
    } catch (StorageException refused) {
      if (refused.trouble().equals(Optional.of(Trouble.UNAUTHORIZED))) {
        LOG.warn("index templates cannot be checked: {}", refused.getMessage());
        return Optional.empty();
      }
      throw refused;
    }
  }

  /// Jaeger puts templates of the old form where servers call themselves 7, as OpenSearch's users
  /// let them.
  private boolean isLegacyThere(Kind kind) {
    try {
      return !Json.readObject(http.look("_template/" + EsPaths.encoded(names.base(kind))))
          .isEmpty();
    } catch (IOException | StorageException | HiddenStateException unseen) {
      return false;
    }
  }

  private String serviceIdentity() {
    if (!kinds.contains(Kind.SERVICE)) {
      return "";
    }
    try {
      return mappings.identity(Kind.SERVICE);
    } catch (HiddenStateException | StorageException unseen) {
      return "";
    }
  }

  private void warnOfWrongMappings() {
    try {
      mappings.problem().ifPresent(problem -> LOG.warn("{}", problem.getMessage()));
    } catch (StorageException | HiddenStateException unreadable) {
      LOG.warn("mappings could not be checked: {}", unreadable.getMessage());
    }
  }
}
