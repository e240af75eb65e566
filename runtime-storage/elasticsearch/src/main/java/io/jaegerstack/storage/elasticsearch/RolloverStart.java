package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.storage.HiddenStateException;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Trouble;
import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The aliases that documents are written and read through, and the first index behind them: a
/// document for an alias that is not there would create an index of its name.
final class RolloverStart {
  private static final Logger LOG = LoggerFactory.getLogger(RolloverStart.class);

  private final EsHttp http;
  private final IndexNames names;
  private final boolean lifecycle;

  /// @param lifecycle whether the servers roll over by a policy of their own
  RolloverStart(EsHttp http, IndexNames names, boolean lifecycle) {
    this.http = http;
    this.names = names;
    this.lifecycle = lifecycle;
  }

  /// Returns where each of `kinds` has its aliases; creates them where that is `wanted`.
  ///
  /// @throws StorageException where one is missing
  void ensure(List<Kind> kinds, boolean wanted) {
    for (Kind kind : kinds) {
      if (!names.isAliased(kind) || isThere(kind)) {
        continue;
      }
      if (!wanted) {
        throw new StorageException(
            StorageException.Kind.UNAVAILABLE,
            Trouble.SCHEMA_MISSING,
            "alias %s is missing, expected one with an index behind it: run storage rollover init, or let --es.create-index-templates do it"
                .formatted(names.writeAlias(kind)),
            null);
      }
      create(kind);
    }
  }

  private boolean isThere(Kind kind) {
    try {
      refuseUndecided(
          kind, Json.readObject(http.look("_alias/" + EsPaths.encoded(names.writeAlias(kind)))));
      return true;
    } catch (IOException unreadable) {
      throw SpanSearch.unreadable("_alias", unreadable);
    } catch (HiddenStateException unseen) {
      return true; // a write that needs it will tell
    } catch (StorageException missing) {
      if (missing.kind() == StorageException.Kind.NOT_FOUND) {
        return false;
      }
      throw missing;
    }
  }

  /// Servers take nothing for an alias of several indices where none is marked for it.
  private void refuseUndecided(Kind kind, Map<String, Object> indices) {
    String alias = names.writeAlias(kind);
    boolean isMarked =
        indices.values().stream()
            .map(index -> Json.at(Json.asObject(index), "aliases", alias).get("is_write_index"))
            .anyMatch(Boolean.TRUE::equals);
    if (indices.size() > 1 && !isMarked) {
      throw new StorageException(
          StorageException.Kind.UNAVAILABLE,
          Trouble.SCHEMA_MISSING,
          "alias %s stands before %s and none of them is written to, expected is_write_index on one"
              .formatted(alias, new TreeSet<>(indices.keySet())),
          null);
    }
  }

  /// A lifecycle wants the mark for writing; without it, a rollover takes the alias along, and what
  /// has no alias for writing is what look-back and cleaning may touch, as Jaeger's do.
  private void create(Kind kind) {
    Map<String, Object> written = lifecycle ? Map.of("is_write_index", true) : Map.of();
    var aliases = Map.of(names.readAlias(kind), Map.of(), names.writeAlias(kind), written);
    try {
      http.call("PUT", EsPaths.encoded(names.first(kind)), Json.write(Map.of("aliases", aliases)));
      LOG.info("index {} created behind {}", names.first(kind), names.writeAlias(kind));
    } catch (StorageException refused) {
      if (!isThere(kind)) { // another collector may have been first
        throw refused;
      }
    }
  }
}
