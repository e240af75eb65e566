package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.storage.SamplingStore;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.Throughput;
import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Jaeger's documents of adaptive sampling: one for each operation that was seen, and one for all
/// rates of a collector, both in the index of their day.
final class EsSamplingStore implements SamplingStore {
  private static final String RATES = "probabilitiesandqps";
  private static final String SEEN = "throughputs";

  /// As far back as rates are of any use: whoever computes them does so every minute.
  private static final Duration LONGEST_AGO = Duration.ofHours(72);

  private final EsHttp http;
  private final IndexNames names;
  private final TemplateSetup templates;
  private final int maxDocuments;
  private final Clock clock;

  EsSamplingStore(
      EsHttp http, IndexNames names, TemplateSetup templates, int maxDocuments, Clock clock) {
    this.http = http;
    this.names = names;
    this.templates = templates;
    this.maxDocuments = maxDocuments;
    this.clock = clock;
  }

  @Override
  public void writeThroughput(Instant at, List<Throughput> seen) {
    List<Map<String, Object>> documents = new ArrayList<>();
    for (Throughput each : seen) {
      var probabilities = new HashMap<String, Object>();
      each.probabilities().forEach(probability -> probabilities.put(probability, Map.of()));
      documents.add(
          Map.of(
              "Service",
              each.service(),
              "Operation",
              each.operation(),
              "Count",
              each.count(),
              "Probabilities",
              probabilities));
    }
    write(at, SEEN, documents);
  }

  @Override
  public void writeRates(Instant at, String host, Map<String, Map<String, Rate>> rates) {
    var probabilities = new HashMap<String, Object>();
    var qps = new HashMap<String, Object>();
    rates.forEach(
        (service, operations) -> {
          var ofOperations = new HashMap<String, Object>();
          var qpsOfOperations = new HashMap<String, Object>();
          operations.forEach(
              (operation, rate) -> {
                ofOperations.put(operation, rate.probability());
                qpsOfOperations.put(operation, rate.qps());
              });
          probabilities.put(service, ofOperations);
          qps.put(service, qpsOfOperations);
        });
    Map<String, Object> document =
        Map.of("Hostname", host, "Probabilities", probabilities, "QPS", qps);
    write(at, RATES, List.of(document));
  }

  /// With ids of its own making: a bulk request may be sent twice, and two collectors may see the
  /// same at the same time.
  private void write(Instant at, String field, List<Map<String, Object>> documents) {
    if (documents.isEmpty()) {
      return;
    }
    templates.ensure();
    String index = names.target(Kind.SAMPLING, at);
    var body = new JsonBytes(512 * documents.size());
    for (Map<String, Object> each : documents) {
      String id =
          Long.toHexString(ThreadLocalRandom.current().nextLong()) + "-" + at.toEpochMilli();
      body.raw(Json.write(Map.of("index", Map.of("_index", index, "_id", id)))).ascii('\n');
      body.raw(Json.write(Map.of("timestamp", at.toString(), field, each))).ascii('\n');
    }
    String path = "_bulk?filter_path=errors,items.*.error";
    Map<String, Object> answer =
        read(path, http.call("POST", path, EsHttp.NDJSON, body.array(), body.size()));
    if (Boolean.TRUE.equals(answer.get("errors"))) {
      throw new StorageException(
          StorageException.Kind.INVALID,
          "%s was refused: %s".formatted(index, answer.get("items")));
    }
  }

  @Override
  public List<Throughput> throughput(Instant start, Instant end) {
    Map<String, Object> window =
        Map.of("timestamp", Map.of("gt", start.toString(), "lte", end.toString()));
    List<Map<String, Object>> query = List.of(exists(SEEN), Map.of("range", window));
    var found = new ArrayList<Throughput>();
    for (Map<String, Object> source : search(start, end, query, maxDocuments, "asc")) {
      Map<String, Object> seen = Json.at(source, SEEN);
      found.add(
          new Throughput(
              String.valueOf(seen.get("Service")),
              String.valueOf(seen.get("Operation")),
              seen.get("Count") instanceof Number count ? count.longValue() : 0,
              Set.copyOf(Json.at(seen, "Probabilities").keySet())));
    }
    return found;
  }

  @Override
  public Map<String, Map<String, Rate>> latestRates() {
    Instant now = clock.instant();
    var query = List.of(exists(RATES));
    var found = search(now.minus(LONGEST_AGO), now.plus(Duration.ofHours(1)), query, 1, "desc");
    return found.isEmpty() ? Map.of() : rates(Json.at(found.getFirst(), RATES));
  }

  private static Map<String, Map<String, Rate>> rates(Map<String, Object> document) {
    var rates = new HashMap<String, Map<String, Rate>>();
    Json.at(document, "Probabilities")
        .forEach(
            (service, operations) -> {
              var ofService = new HashMap<String, Rate>();
              Map<String, Object> qps = Json.at(document, "QPS", service);
              Json.asObject(operations)
                  .forEach(
                      (operation, probability) ->
                          ofService.put(
                              operation,
                              new Rate(number(probability), number(qps.get(operation)))));
              rates.put(service, ofService);
            });
    return rates;
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : 0;
  }

  private static Map<String, Object> exists(String field) {
    return Map.of("exists", Map.of("field", field));
  }

  private List<Map<String, Object>> search(
      Instant from, Instant to, List<Map<String, Object>> filters, int size, String order) {
    var body =
        Map.of(
            "size",
            size,
            "query",
            Map.of("bool", Map.of("filter", filters)),
            "sort",
            List.of(Map.of("timestamp", Map.of("order", order, "unmapped_type", "date"))));
    String where = names.between(Kind.SAMPLING, from, to);
    String path = "%s/_search?%s".formatted(EsPaths.encoded(where), SpanSearch.STRICT);
    Map<String, Object> answer = read(path, http.call("POST", path, Json.write(body)));
    return Json.asList(Json.at(answer, "hits").get("hits")).stream()
        .map(hit -> Json.at(Json.asObject(hit), "_source"))
        .toList();
  }

  private static Map<String, Object> read(String path, byte[] answer) {
    try {
      return Json.readObject(answer);
    } catch (IOException unreadable) {
      throw SpanSearch.unreadable(path, unreadable);
    }
  }
}
