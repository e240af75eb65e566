package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.jaegerstack.storage.DependencyLink;
import io.jaegerstack.storage.DependencyReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads what a job, Jaeger's or ours, has computed.
final class CassandraDependencies implements DependencyReader {
  /// Days that are asked for at once.
  private static final int AHEAD = 8;

  private record Pair(String parent, String child) implements Comparable<Pair> {
    @Override
    public int compareTo(Pair other) {
      int byParent = parent.compareTo(other.parent);
      return byParent != 0 ? byParent : child.compareTo(other.child);
    }
  }

  private final Reads reads;

  CassandraDependencies(Reads reads) {
    this.reads = reads;
  }

  @Override
  public List<DependencyLink> dependencies(Instant end, Duration lookback) {
    Instant from = end.minus(lookback);
    Map<Pair, Long> calls = new TreeMap<>();
    Deque<Pages> asked = new ArrayDeque<>();
    Instant day = from.truncatedTo(ChronoUnit.DAYS);
    while (day.isBefore(end) || !asked.isEmpty()) {
      if (day.isBefore(end) && asked.size() < AHEAD) {
        asked.add(reads.start(Query.DEPENDENCIES, millis(day), millis(from), millis(end)));
        day = day.plus(1, ChronoUnit.DAYS);
      } else {
        add(asked.remove(), calls);
      }
    }
    var links = new ArrayList<DependencyLink>();
    calls.forEach((pair, count) -> links.add(new DependencyLink(pair.parent, pair.child, count)));
    return links;
  }

  private static ByteBuffer millis(Instant time) {
    return CqlBytes.ofLong(time.toEpochMilli());
  }

  private static void add(Pages rows, Map<Pair, Long> calls) {
    for (Row row = rows.next(); row != null; row = rows.next()) {
      var list = new CqlParts(row.getBytesUnsafe(0));
      int count = list.count();
      for (int i = 0; i < count; i++) {
        CqlParts link = list.inside();
        calls.merge(new Pair(link.text(), link.text()), link.int64(), Long::sum);
      }
    }
  }
}
