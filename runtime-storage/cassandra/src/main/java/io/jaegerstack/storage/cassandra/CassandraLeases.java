package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.jaegerstack.storage.Leases;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Jaeger's own leases: a row that the servers forget by themselves, taken and renewed by
/// lightweight transactions.
final class CassandraLeases implements Leases {
  private final SharedTables tables;

  CassandraLeases(SharedTables tables) {
    this.tables = tables;
  }

  @Override
  public boolean acquire(String name, String owner, Duration duration) {
    ByteBuffer key = CqlBytes.ofText(name);
    ByteBuffer own = CqlBytes.ofText(owner);
    ByteBuffer seconds = CqlBytes.ofInt(Math.toIntExact(Math.max(1, duration.toSeconds())));
    return tables.applies(
            "INSERT INTO %s.leases (name, owner) VALUES (?, ?) IF NOT EXISTS USING TTL ?",
            key, own, seconds)
        || tables.applies(
            "UPDATE %s.leases USING TTL ? SET owner = ? WHERE name = ? IF owner = ?",
            seconds, own, key, own);
  }

  @Override
  public void release(String name, String owner) {
    tables.applies(
        "DELETE FROM %s.leases WHERE name = ? IF owner = ?",
        CqlBytes.ofText(name), CqlBytes.ofText(owner));
  }

  /// Who has `name`, empty for nobody; how a watermark is kept in the same table.
  static String owner(SharedTables tables, String name) {
    Row row = tables.ask("SELECT owner FROM %s.leases WHERE name = ?", CqlBytes.ofText(name)).one();
    return row == null ? "" : CqlParts.text(row.getBytesUnsafe(0));
  }
}
