package io.jaegerstack.allinone;

import com.datastax.oss.driver.api.core.CqlSession;
import io.jaegerstack.storage.cassandra.real.RealCassandra;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Log;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import io.jaegertracing.thriftjava.Tag;
import io.jaegertracing.thriftjava.TagType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Jaeger's own collector and query beside ours, over one real Cassandra: either reads what the
/// other writes.
class StockCassandraIT {
  private static final String KEYSPACE = "jaeger_v1_test";
  private static final String TAGS = "{\"http.url\":\"http://shop/cart?ž=3\",\"cached\":\"false\"}";

  @Test
  void stockJaegerAndOursReadEachOtherOverCassandra() throws Exception {
    ClientProgram.built(StockJaeger.V67);
    try (var server = RealCassandra.start("stock");
        var ours = ours(server)) {
      List<Batch> own = Interchange.recent(ThriftBatches.of(1_000, 6, 12));
      List<Batch> theirs = Interchange.recent(ThriftBatches.of(1_050, 6, 12));
      // Ours first: it makes the keyspace, which Jaeger's wants to be there.
      own.forEach(batch -> Interchange.post(ours.port("collector http"), batch));
      Interchange.assertShown(ours.port("query http"), own);
      try (var stock = StockAllInOne.start("cassandra", storage(server));
          CqlSession session = session(server)) {
        theirs.forEach(batch -> Interchange.post(stock.collector(), batch));
        writeDependencies(session);

        for (int query : List.of(ours.port("query http"), stock.query())) {
          Interchange.assertShown(query, theirs);
          Interchange.assertShown(query, own);
        }
        for (Batch batch : List.of(own.getFirst(), theirs.getFirst())) {
          Interchange.assertSameNames(ours.port("query http"), stock.query(), batch);
          Interchange.assertSameFound(ours.port("query http"), stock.query(), batch, TAGS);
        }
        List<Batch> bare = Interchange.recent(List.of(bare()));
        Interchange.post(stock.collector(), bare.getFirst());
        new QueryClient(ours.port("query http"))
            .awaitTrace(ThriftBatches.traceId(bare.getFirst()), bare.getFirst().getSpansSize());
        var rows = new CassandraRows(session, KEYSPACE, server.port());
        rows.assertSameAfterWriting(Stream.concat(theirs.stream(), bare.stream()).toList());
      }
    }
  }

  /// What Go's encoding leaves out: zeros and empty values, wherever a span may have one; and what
  /// takes the most bytes.
  private static Batch bare() {
    var zeros =
        List.of(
            new Tag("", TagType.STRING).setVStr(""),
            new Tag("long", TagType.LONG).setVLong(0),
            new Tag("longest", TagType.LONG).setVLong(Long.MIN_VALUE),
            new Tag("double", TagType.DOUBLE).setVDouble(0),
            new Tag("minus", TagType.DOUBLE).setVDouble(-1e300),
            new Tag("raw", TagType.BINARY).setVBinary(new byte[0]));
    var bare = new Span(2_000, 0, -1, 0, "", 0, 0, 0).setLogs(List.of());
    var full = new Span(2_000, 0, 1, -1, "full", -1, 0, Integer.MAX_VALUE);
    full.setTags(zeros);
    full.setLogs(List.of(new Log(0, List.of()), new Log(0, zeros)));
    return new Batch(new Process("bare"), List.of(bare, full));
  }

  private static JavaProcess ours(RealCassandra server) throws IOException {
    return JavaProcess.start(
        "runtime-all-in-one",
        Stream.of(
                Stream.of(Flags.ALL_IN_ONE),
                Stream.of(
                    "--span-storage.type=cassandra",
                    "--cassandra.schema.create=true",
                    "--cassandra.schema.mode=test"),
                storage(server).stream())
            .flatMap(each -> each)
            .toArray(String[]::new));
  }

  private static List<String> storage(RealCassandra server) {
    return List.of(
        "--cassandra.servers=127.0.0.1",
        "--cassandra.port=" + server.port(),
        "--cassandra.keyspace=" + KEYSPACE);
  }

  private static CqlSession session(RealCassandra server) {
    return CqlSession.builder()
        .addContactPoint(new InetSocketAddress("127.0.0.1", server.port()))
        .withLocalDatacenter("datacenter1")
        .build();
  }

  private static void writeDependencies(CqlSession session) {
    Instant at = Instant.now().minusSeconds(60);
    session.execute(
        "INSERT INTO %s.dependencies_v2 (ts_bucket, ts, dependencies) VALUES (%d, %d, [{parent: 'a', child: 'b', call_count: 3, source: 'jaeger'}])"
            .formatted(
                KEYSPACE, at.truncatedTo(ChronoUnit.DAYS).toEpochMilli(), at.toEpochMilli()));
  }
}
