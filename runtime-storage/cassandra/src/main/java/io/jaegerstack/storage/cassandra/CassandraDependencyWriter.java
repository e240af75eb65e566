package io.jaegerstack.storage.cassandra;

import io.jaegerstack.storage.DependencyLink;
import io.jaegerstack.storage.DependencyWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes Jaeger's rows of dependencies, one for each window, whose key is the window's beginning.
/// The watermark is a row among the leases, without an end.
final class CassandraDependencyWriter implements DependencyWriter {
  private static final String MARK = "dependencies-watermark";

  /// What Jaeger takes for the source of a link that names none.
  private static final byte[] SOURCE = "jaeger".getBytes(StandardCharsets.UTF_8);

  private final SharedTables tables;

  CassandraDependencyWriter(SharedTables tables) {
    this.tables = tables;
  }

  @Override
  public void write(Instant window, List<DependencyLink> links) {
    ByteBuffer day = CqlBytes.ofLong(window.truncatedTo(ChronoUnit.DAYS).toEpochMilli());
    ByteBuffer time = CqlBytes.ofLong(window.toEpochMilli());
    if (links.isEmpty()) {
      tables.run("DELETE FROM %s.dependencies_v2 WHERE ts_bucket = ? AND ts = ?", day, time);
      return;
    }
    tables.run(
        "INSERT INTO %s.dependencies_v2 (ts_bucket, ts, dependencies) VALUES (?, ?, ?)",
        day, time, list(links));
  }

  private static ByteBuffer list(List<DependencyLink> links) {
    var out = new CqlBytes();
    out.int32(links.size());
    for (DependencyLink link : links) {
      int begin = out.begin();
      out.part(link.parent().getBytes(StandardCharsets.UTF_8));
      out.part(link.child().getBytes(StandardCharsets.UTF_8));
      out.part(link.callCount());
      out.part(SOURCE);
      out.end(begin);
    }
    return out.toBuffer();
  }

  @Override
  public Optional<Instant> watermark() {
    String at = CassandraLeases.owner(tables, MARK);
    return at.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(at));
  }

  @Override
  public boolean move(@Nullable Instant from, Instant to) {
    ByteBuffer name = CqlBytes.ofText(MARK);
    ByteBuffer next = CqlBytes.ofText(to.toString());
    boolean moved =
        from == null
            ? tables.applies(
                "INSERT INTO %s.leases (name, owner) VALUES (?, ?) IF NOT EXISTS", name, next)
            : tables.applies(
                "UPDATE %s.leases SET owner = ? WHERE name = ? IF owner = ?",
                next, name, CqlBytes.ofText(from.toString()));
    return moved || watermark().filter(to::equals).isPresent();
  }
}
