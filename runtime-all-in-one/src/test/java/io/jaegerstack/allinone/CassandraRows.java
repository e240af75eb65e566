package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.protocol.internal.util.Bytes;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.settings.CassandraSettings;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageFactory;
import io.jaegerstack.storage.contract.RecordedOutcome;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Span;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The rows of `traces`, which Jaeger's collector and our writer make of the same spans.
record CassandraRows(CqlSession session, String keyspace, int port) {
  /// Reads the spans of `stored` with all that a collector has added to them, writes exactly those,
  /// and finds each of them in the row where it was: its key, with the hash of its content in it,
  /// is the one that the collector has computed.
  void assertSameAfterWriting(List<Batch> stored) {
    Map<String, Long> before = written();
    var settings =
        SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
            .with(CassandraSettings.MAIN.port(), port)
            .with(CassandraSettings.MAIN.keyspace(), keyspace);
    int spans = 0;
    try (Storage storage =
        StorageFactory.of("cassandra").open(settings, new SimpleMeterRegistry())) {
      for (Batch batch : stored) {
        var again = List.of(SpanBatch.of(read(storage, batch)));
        var outcome = new RecordedOutcome();
        storage.writer().write(again, outcome);
        outcome.assertAllStored(again);
        spans += batch.getSpansSize();
      }
    }
    Map<String, Long> after = written();
    assertThat(after).containsOnlyKeys(before.keySet());
    assertThat(after.keySet().stream().filter(key -> !after.get(key).equals(before.get(key))))
        .as("rows that were written again")
        .hasSize(spans);
  }

  private static List<io.jaegerstack.model.Span> read(Storage storage, Batch batch) {
    Span first = batch.getSpans().getFirst();
    var id = new TraceId(first.getTraceIdHigh(), first.getTraceIdLow());
    var spans = storage.reader().trace(id, Room.UNBOUNDED).map(Trace::spans).orElse(List.of());
    assertThat(spans).hasSize(batch.getSpansSize());
    return spans;
  }

  /// When each row was written, by its key.
  private Map<String, Long> written() {
    var rows = new TreeMap<String, Long>();
    String all =
        "SELECT trace_id, span_id, span_hash, writetime(start_time) AS written FROM %s.traces";
    for (Row row : session.execute(all.formatted(keyspace))) {
      String trace = Bytes.toHexString(row.getByteBuffer("trace_id"));
      String key =
          "trace %s span %d hash %d"
              .formatted(trace, row.getLong("span_id"), row.getLong("span_hash"));
      rows.put(key, row.getLong("written"));
    }
    return rows;
  }
}
