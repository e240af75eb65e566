package io.jaegerstack.storage.cassandra;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Jaeger's figures of its tables. `attempts` counts rows sent, again each time they are sent
/// again; each of them ends in `inserts` or in `errors`.
final class WriteMetrics {
  private record OfTable(
      Counter attempts, Counter inserts, Counter errors, Timer ok, Timer err, Counter leftOut) {
    static OfTable of(MeterRegistry registry, Table table) {
      return new OfTable(
          counter(registry, table, "jaeger_cassandra_attempts", "Rows sent to Cassandra"),
          counter(registry, table, "jaeger_cassandra_inserts", "Rows acknowledged"),
          counter(registry, table, "jaeger_cassandra_errors", "Rows sent in vain"),
          timer(registry, table, "jaeger_cassandra_latency_ok", "Seconds of answered requests"),
          timer(registry, table, "jaeger_cassandra_latency_err", "Seconds of failed requests"),
          counter(
              registry,
              table,
              "jaegerstack_storage_rows_left_out",
              "Rows of indices that Cassandra cannot have: their keys are empty or too long"));
    }

    private static Counter counter(MeterRegistry registry, Table table, String name, String says) {
      return Counter.builder(name).tag("table", table.label()).description(says).register(registry);
    }

    private static Timer timer(MeterRegistry registry, Table table, String name, String says) {
      return Timer.builder(name).tag("table", table.label()).description(says).register(registry);
    }
  }

  private final Map<Table, OfTable> tables = new EnumMap<>(Table.class);
  private final Counter tagsSkipped;
  private final Counter unanswered;

  WriteMetrics(MeterRegistry registry) {
    for (Table table : Table.values()) {
      tables.put(table, OfTable.of(registry, table));
    }
    tagsSkipped =
        Counter.builder("jaeger_cassandra_tag_index_skipped")
            .description("Tags that spans are not found by: too long, JSON, or no text")
            .register(registry);
    unanswered =
        Counter.builder("jaegerstack_storage_unanswered_spans")
            .description("Spans whose request had no answer when the storage was closed")
            .register(registry);
  }

  private OfTable of(Table table) {
    OfTable found = tables.get(table);
    if (found == null) {
      throw new IllegalArgumentException("no metrics of " + table);
    }
    return found;
  }

  void sent(Table table, int rows) {
    of(table).attempts.increment(rows);
  }

  void stored(Table table, int rows, long nanos) {
    of(table).inserts.increment(rows);
    of(table).ok.record(nanos, TimeUnit.NANOSECONDS);
  }

  void failed(Table table, int rows, long nanos) {
    of(table).errors.increment(rows);
    of(table).err.record(nanos, TimeUnit.NANOSECONDS);
  }

  void leftOut(Table table) {
    of(table).leftOut.increment();
  }

  void tagSkipped() {
    tagsSkipped.increment();
  }

  void unanswered(long spans) {
    unanswered.increment(spans);
  }
}
