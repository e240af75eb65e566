package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import io.jaegerstack.storage.SamplingStore;
import io.jaegerstack.storage.Throughput;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

/// Jaeger's tables of adaptive sampling. Jaeger's rows are lines of four fields each.
final class CassandraSamplingStore implements SamplingStore {
  private static final int BUCKETS = 10;

  /// Where Jaeger has all probabilities.
  private static final int RATES_BUCKET = 1;

  private static final int FIELDS = 4;

  /// The bits of a UUID that say its form (RFC 4122), beside a random node and sequence.
  private static final long VARIANT = 0x8000000000000000L;

  private static final long RANDOM = 0x3fffffffffffffffL;

  private final SharedTables tables;

  CassandraSamplingStore(SharedTables tables) {
    this.tables = tables;
  }

  @Override
  public void writeThroughput(Instant at, List<Throughput> seen) {
    var lines = new CsvLines();
    for (Throughput each : seen) {
      String probabilities = String.join(",", new TreeSet<>(each.probabilities()));
      lines.add(each.service(), each.operation(), Long.toString(each.count()), probabilities);
    }
    tables.run(
        "INSERT INTO %s.operation_throughput (bucket, ts, throughput) VALUES (?, ?, ?)",
        CqlBytes.ofInt(ThreadLocalRandom.current().nextInt(BUCKETS)),
        timeUuid(at),
        CqlBytes.ofText(lines.toString()));
  }

  @Override
  public List<Throughput> throughput(Instant start, Instant end) {
    var found = new ArrayList<Throughput>();
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      var rows =
          tables.run(
              "SELECT throughput FROM %s.operation_throughput WHERE bucket = ? AND ts > maxTimeuuid(?) AND ts <= maxTimeuuid(?)",
              CqlBytes.ofInt(bucket),
              CqlBytes.ofLong(start.toEpochMilli()),
              CqlBytes.ofLong(end.toEpochMilli()));
      for (Row row : rows) {
        lines(row).forEach(line -> found.add(throughput(line)));
      }
    }
    return found;
  }

  private static Throughput throughput(List<String> line) {
    Set<String> probabilities =
        line.get(3).isEmpty() ? Set.of() : Set.copyOf(List.of(line.get(3).split(",")));
    return new Throughput(line.get(0), line.get(1), Long.parseLong(line.get(2)), probabilities);
  }

  @Override
  public void writeRates(Instant at, String host, Map<String, Map<String, Rate>> rates) {
    var lines = new CsvLines();
    rates.forEach(
        (service, operations) ->
            operations.forEach(
                (operation, rate) ->
                    lines.add(service, operation, text(rate.probability()), text(rate.qps()))));
    tables.run(
        "INSERT INTO %s.sampling_probabilities (bucket, ts, hostname, probabilities) VALUES (?, ?, ?, ?)",
        CqlBytes.ofInt(RATES_BUCKET),
        timeUuid(at),
        CqlBytes.ofText(host),
        CqlBytes.ofText(lines.toString()));
  }

  @Override
  public Map<String, Map<String, Rate>> latestRates() {
    Row row =
        tables
            .run(
                "SELECT probabilities FROM %s.sampling_probabilities WHERE bucket = ? LIMIT 1",
                CqlBytes.ofInt(RATES_BUCKET))
            .one();
    Map<String, Map<String, Rate>> rates = new HashMap<>();
    if (row != null) {
      for (List<String> line : lines(row)) {
        var rate = new Rate(Double.parseDouble(line.get(2)), Double.parseDouble(line.get(3)));
        rates.computeIfAbsent(line.get(0), first -> new HashMap<>()).put(line.get(1), rate);
      }
    }
    return rates;
  }

  /// Lines that are not of Jaeger's form are left out, as Jaeger does.
  private static List<List<String>> lines(Row row) {
    return CsvLines.read(CqlParts.text(row.getBytesUnsafe(0))).stream()
        .filter(line -> line.size() == FIELDS)
        .toList();
  }

  /// Without an exponent, as Jaeger writes it.
  private static String text(double number) {
    String plain = new BigDecimal(Double.toString(number)).toPlainString();
    return plain.endsWith(".0") ? plain.substring(0, plain.length() - 2) : plain;
  }

  /// Of that time, and of nobody else.
  private static ByteBuffer timeUuid(Instant at) {
    long time = Uuids.startOf(at.toEpochMilli()).getMostSignificantBits();
    long node = VARIANT | ThreadLocalRandom.current().nextLong() & RANDOM;
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(0, time).putLong(Long.BYTES, node);
  }
}
