package io.jaegerstack.collector.maintenance;

import static io.jaegerstack.settings.StorageCommandSettings.ADAPTIVE_SAMPLING;
import static io.jaegerstack.settings.StorageCommandSettings.ARCHIVE;
import static io.jaegerstack.settings.StorageCommandSettings.CONDITIONS;
import static io.jaegerstack.settings.StorageCommandSettings.DAYS;
import static io.jaegerstack.settings.StorageCommandSettings.ROLLOVER;
import static io.jaegerstack.settings.StorageCommandSettings.SKIP_DEPENDENCIES;
import static io.jaegerstack.settings.StorageCommandSettings.TIMEOUT;
import static io.jaegerstack.settings.StorageCommandSettings.UNIT;
import static io.jaegerstack.settings.StorageCommandSettings.UNIT_COUNT;

import io.jaegerstack.server.Metrics;
import io.jaegerstack.settings.CassandraSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageCommandSettings.Verb;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.HiddenStateException;
import io.jaegerstack.storage.Maintenance;
import io.jaegerstack.storage.Maintenance.Cleaning;
import io.jaegerstack.storage.Maintenance.RolloverSet;
import io.jaegerstack.storage.MaintenanceResult;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.TenantStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// One command on the storage of every tenant.
final class StorageWork {
  /// Storages that one process keeps to itself: a second one could not even open them.
  private static final Set<String> OF_ONE_PROCESS = Set.of("memory", "local", "blackhole");

  /// An answer that waits for the servers' agreement takes longer than it.
  private static final Duration BEYOND_TIMEOUT = Duration.ofSeconds(10);

  private final SettingValues settings;
  private final Instant now;

  /// @param now what ages are counted from
  StorageWork(SettingValues settings, Instant now) {
    this.settings = settings;
    this.now = now;
  }

  /// @throws io.jaegerstack.storage.StorageException where it failed
  CommandResult done(Verb verb) {
    if (isOfOneProcess()) {
      return CommandResult.of(verb, type(), MaintenanceResult.notNeeded(ownBounds()));
    }
    try (Storage storage = open(verb)) {
      MaintenanceResult done = MaintenanceResult.notNeeded("");
      for (Storage each : storage.tenants().values()) {
        done =
            done.and(
                each.maintenance()
                    .map(maintenance -> done(verb, maintenance))
                    .orElse(MaintenanceResult.notNeeded(ownBounds())));
      }
      return CommandResult.of(verb, type(), done);
    }
  }

  /// @throws io.jaegerstack.storage.StorageException where spans cannot be stored
  CommandResult check() {
    if (isOfOneProcess()) {
      return CommandResult.ready(type(), "kept by the process that serves");
    }
    try (Storage storage = open(Verb.CHECK)) {
      storage.check();
      return CommandResult.ready(type(), "");
    } catch (HiddenStateException hidden) {
      return CommandResult.ready(type(), String.valueOf(hidden.getMessage()));
    }
  }

  private String type() {
    return settings.value(StorageSettings.TYPE);
  }

  private boolean isOfOneProcess() {
    return OF_ONE_PROCESS.contains(type());
  }

  private String ownBounds() {
    return "storage %s needs no command: the process that writes it does that".formatted(type());
  }

  private Storage open(Verb verb) {
    return TenantStorage.open(forCommand(verb), Metrics.empty().registry());
  }

  /// Who asks for the schema wants it made, whatever the collectors may do.
  private SettingValues forCommand(Verb verb) {
    if (verb == Verb.SCHEMA) {
      return settings.with(CassandraSettings.SCHEMA_CREATE, true);
    }
    Duration answer = settings.value(StorageSettings.ES_TIMEOUT);
    boolean hasTimeout = verb.catalogue().setting(TIMEOUT.name()).isPresent();
    return answer.isZero() || !hasTimeout || answer.compareTo(timeout()) > 0
        ? settings
        : settings.with(StorageSettings.ES_TIMEOUT, timeout().plus(BEYOND_TIMEOUT));
  }

  private Duration timeout() {
    return Duration.ofSeconds(settings.value(TIMEOUT));
  }

  private MaintenanceResult done(Verb verb, Maintenance maintenance) {
    return switch (verb) {
      case SCHEMA -> maintenance.schema();
      case CLEAN -> maintenance.clean(cleaning());
      case ROLLOVER_INIT -> maintenance.initRollover(rolloverSet());
      case ROLLOVER_NOW -> maintenance.rollover(rolloverSet(), settings.value(CONDITIONS));
      case LOOKBACK -> maintenance.lookback(rolloverSet(), lookbackStart());
      case CHECK -> throw new IllegalArgumentException("check changes nothing");
    };
  }

  private Cleaning cleaning() {
    Instant createdBefore = LookbackUnit.DAYS.start(now, settings.value(DAYS));
    return new Cleaning(
        createdBefore, settings.value(ARCHIVE), settings.value(ROLLOVER), timeout());
  }

  private RolloverSet rolloverSet() {
    return new RolloverSet(
        settings.value(ARCHIVE),
        !settings.value(SKIP_DEPENDENCIES),
        settings.value(ADAPTIVE_SAMPLING),
        timeout());
  }

  private Instant lookbackStart() {
    return LookbackUnit.of(settings.value(UNIT)).start(now, settings.value(UNIT_COUNT));
  }
}
