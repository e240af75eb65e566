package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.jaegerstack.settings.CassandraSettings;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Kind;
import io.jaegerstack.storage.StorageException.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keyspace, types and tables: made where that is wanted, and looked at before anything is written
/// or read.
final class Schema {
  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  /// Each change is agreed upon by all servers before the next.
  private static final Duration CHANGE_TIMEOUT = Duration.ofSeconds(60);

  private final String keyspace;
  private final SchemaSettings settings;

  Schema(String keyspace, SchemaSettings settings) {
    this.keyspace = keyspace;
    this.settings = settings;
  }

  /// Returns where everything is there, made by now or before.
  ///
  /// @throws StorageException naming what is missing, or has another form
  void ensure(CqlSession session) {
    if (settings.isCreated() && !missing(session, false).isEmpty()) {
      create(session);
      return;
    }
    verify(session);
  }

  /// Looks, and makes nothing.
  ///
  /// @throws StorageException as [#ensure(CqlSession)]
  void verify(CqlSession session) {
    refuse(missing(session, false));
  }

  private void refuse(List<String> missing) {
    if (!missing.isEmpty()) {
      throw new StorageException(
          Kind.UNAVAILABLE,
          Trouble.SCHEMA_MISSING,
          "keyspace %s lacks %s, expected Jaeger's schema v004: run `storage schema`, or set %s"
              .formatted(
                  keyspace, String.join(", ", missing), CassandraSettings.SCHEMA_CREATE.flag()),
          null);
    }
  }

  /// Makes what is missing; several may do so at once.
  ///
  /// @return what was missing
  /// @throws StorageException as [#ensure(CqlSession)]
  List<String> create(CqlSession session) {
    List<String> missing = missing(session, true);
    if (missing.isEmpty()) {
      return missing;
    }
    settings.expectDatacenter();
    LOG.info(
        "creating schema keyspace={} replication={} traceTtl={}",
        keyspace,
        settings.replication(),
        settings.traceTtl());
    for (String each : statements()) {
      session.execute(SimpleStatement.newInstance(each).setTimeout(CHANGE_TIMEOUT));
    }
    refuse(missing(session, true));
    return missing;
  }

  /// All that make the schema, in their order.
  List<String> statements() {
    var statements = new ArrayList<String>();
    statements.add(
        "CREATE KEYSPACE IF NOT EXISTS %s WITH replication = %s"
            .formatted(keyspace, settings.replication()));
    SchemaShape.TYPES.forEach(
        type ->
            statements.add(
                "CREATE TYPE IF NOT EXISTS %s.%s (%s)"
                    .formatted(keyspace, type.name(), declared(type.fields()))));
    SchemaShape.TABLES.forEach(table -> statements.add(statement(table)));
    return statements;
  }

  private String statement(SchemaShape.TableOf table) {
    var with = new ArrayList<String>();
    if (!table.order().isEmpty()) {
      with.add("CLUSTERING ORDER BY (%s)".formatted(table.order()));
    }
    String options = table.options().cql(settings);
    if (!options.isEmpty()) {
      with.add(options);
    }
    return "CREATE TABLE IF NOT EXISTS %s.%s (%s, PRIMARY KEY (%s))%s"
        .formatted(
            keyspace,
            table.name(),
            declared(table.columns()),
            table.key(),
            with.isEmpty() ? "" : " WITH " + String.join(" AND ", with));
  }

  private static String declared(Map<String, String> columns) {
    return columns.entrySet().stream()
        .map(column -> column.getKey() + " " + column.getValue())
        .collect(Collectors.joining(", "));
  }

  /// What is not there.
  ///
  /// @param all also of what spans do not need
  /// @throws StorageException where something is there in another form
  private List<String> missing(CqlSession session, boolean all) {
    Map<String, Map<String, String>> found = columns(session);
    var missing = new ArrayList<String>();
    for (SchemaShape.TableOf table : SchemaShape.TABLES) {
      Map<String, String> columns = found.get(table.name());
      if (columns != null) {
        compare(table, columns);
      } else if (table.isNeeded() || all) {
        missing.add("table " + table.name());
      }
    }
    return missing;
  }

  private Map<String, Map<String, String>> columns(CqlSession session) {
    var found = new LinkedHashMap<String, Map<String, String>>();
    var asked =
        SimpleStatement.newInstance(
            "SELECT table_name, column_name, type FROM system_schema.columns WHERE keyspace_name = ?",
            keyspace);
    for (Row row : session.execute(asked)) {
      found
          .computeIfAbsent(String.valueOf(row.getString(0)), first -> new LinkedHashMap<>())
          .put(String.valueOf(row.getString(1)), String.valueOf(row.getString(2)));
    }
    return found;
  }

  private void compare(SchemaShape.TableOf table, Map<String, String> found) {
    table
        .columns()
        .forEach(
            (name, type) -> {
              String there = found.getOrDefault(name, "missing");
              if (!there.equals(type)) {
                throw new StorageException(
                    Kind.UNAVAILABLE,
                    Trouble.MAPPING_CONFLICT,
                    "column %s of table %s.%s is %s, expected %s"
                        .formatted(name, keyspace, table.name(), there, type),
                    null);
              }
            });
  }
}
