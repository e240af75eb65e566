package io.jaegerstack.storage.elasticsearch.retention;

import io.jaegerstack.storage.Maintenance;
import io.jaegerstack.storage.MaintenanceResult;
import io.jaegerstack.storage.elasticsearch.retention.IndexClient.AliasChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cleaner, rollover and lookback of Jaeger's indices under one prefix.
public final class EsMaintenance implements Maintenance {
  private static final Logger LOG = LoggerFactory.getLogger(EsMaintenance.class);

  private final IndexServer server;
  private final IndexClient client;
  private final String prefix;
  private final String separator;
  private final boolean writeIndexIsNamed;
  private final Supplier<List<String>> templates;

  /// @param prefix with its dash, or empty
  /// @param separator between the parts of a date in a name
  /// @param writeIndexIsNamed whether the servers' own lifecycle rolls over, which needs an alias
  ///   that says which of its indices is written to
  /// @param templates puts the index templates, looks at the mappings, and says the names
  public EsMaintenance(
      IndexServer server,
      String prefix,
      String separator,
      boolean writeIndexIsNamed,
      Supplier<List<String>> templates) {
    this.server = server;
    this.client = new IndexClient(server);
    this.prefix = prefix;
    this.separator = separator;
    this.writeIndexIsNamed = writeIndexIsNamed;
    this.templates = templates;
  }

  @Override
  public MaintenanceResult schema() {
    return MaintenanceResult.created(templates.get());
  }

  @Override
  public MaintenanceResult clean(Cleaning cleaning) {
    var old = new OldIndices(prefix, separator, cleaning);
    List<String> names =
        client.indices(prefix).stream()
            .filter(old::contains)
            .map(LiveIndex::name)
            .sorted()
            .toList();
    LOG.info("deleting indices created_before={} indices={}", cleaning.createdBefore(), names);
    client.delete(names, cleaning.timeout());
    return MaintenanceResult.deleted(names);
  }

  @Override
  public MaintenanceResult initRollover(RolloverSet set) {
    MaintenanceResult done = schema();
    for (RolloverIndices each : RolloverIndices.of(set, prefix)) {
      done = done.and(init(each, set.timeout()));
    }
    return done;
  }

  /// Aliases that point somewhere stay as they are: the first index may be gone for long.
  private MaintenanceResult init(RolloverIndices indices, Duration timeout) {
    List<LiveIndex> there = client.indices(prefix);
    var changes = new ArrayList<AliasChange>();
    for (String alias : List.of(indices.readAlias(), indices.writeAlias())) {
      if (there.stream().noneMatch(index -> index.has(alias))) {
        boolean isWrite = writeIndexIsNamed && alias.equals(indices.writeAlias());
        changes.add(new AliasChange("add", indices.first(), alias, isWrite));
      }
    }
    if (changes.isEmpty()) {
      return MaintenanceResult.NOTHING;
    }
    LOG.info("creating index={} aliases={}", indices.first(), changes.size());
    List<String> created =
        client.create(indices.first(), timeout) ? List.of(indices.first()) : List.of();
    client.change(changes, timeout);
    return MaintenanceResult.created(created).and(MaintenanceResult.changed(told(changes)));
  }

  @Override
  public MaintenanceResult rollover(RolloverSet set, String conditions) {
    Map<String, Object> wanted = server.parse(conditions);
    MaintenanceResult done = MaintenanceResult.NOTHING;
    for (RolloverIndices each : RolloverIndices.of(set, prefix)) {
      done = done.and(rollover(each, wanted, set.timeout()));
    }
    return done;
  }

  /// What is written to is searched too, also where an earlier run ended between the two steps.
  private MaintenanceResult rollover(
      RolloverIndices indices, Map<String, Object> conditions, Duration timeout) {
    Optional<String> begun = client.rollover(indices.writeAlias(), conditions, timeout);
    LOG.info("rollover alias={} new_index={}", indices.writeAlias(), begun.orElse("none"));
    List<AliasChange> changes =
        client.indices(prefix).stream()
            .filter(index -> index.has(indices.writeAlias()) && !index.has(indices.readAlias()))
            .map(index -> new AliasChange("add", index.name(), indices.readAlias(), false))
            .toList();
    if (!changes.isEmpty()) {
      client.change(changes, timeout);
    }
    return MaintenanceResult.created(begun.stream().toList())
        .and(MaintenanceResult.changed(told(changes)));
  }

  @Override
  public MaintenanceResult lookback(RolloverSet set, Instant createdBefore) {
    MaintenanceResult done = MaintenanceResult.NOTHING;
    for (RolloverIndices each : RolloverIndices.of(set, prefix)) {
      done = done.and(lookback(each, createdBefore, set.timeout()));
    }
    return done;
  }

  private MaintenanceResult lookback(
      RolloverIndices indices, Instant createdBefore, Duration timeout) {
    List<AliasChange> changes =
        client.indices(prefix).stream()
            .filter(index -> index.has(indices.readAlias()))
            .filter(index -> !index.takesWritesOf(indices.writeAlias()))
            .filter(index -> index.created().isBefore(createdBefore))
            .map(index -> new AliasChange("remove", index.name(), indices.readAlias(), false))
            .toList();
    LOG.info("taking indices out of alias={} indices={}", indices.readAlias(), changes.size());
    if (!changes.isEmpty()) {
      client.change(changes, timeout);
    }
    return MaintenanceResult.changed(told(changes));
  }

  private static List<String> told(List<AliasChange> changes) {
    return changes.stream()
        .map(change -> "%s %s %s".formatted(change.index(), sign(change), change.alias()))
        .toList();
  }

  private static String sign(AliasChange change) {
    return change.verb().equals("add") ? "into" : "out of";
  }
}
