package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.settings.ByteSize;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.EsIndexSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.contract.RecordedOutcome;
import io.jaegerstack.storage.contract.TestSpan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every span is answered for exactly once, whatever the other side does.
class BulkWriterTest {
  /// Documents of a first write beside its spans: one service with one operation.
  private static final int SERVICE_DOCUMENTS = 1;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RecordedOutcome outcome = new RecordedOutcome();
  private FaultServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = new FaultServer();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private SettingValues settings() {
    return SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
        .with(StorageSettings.ES_SERVER_URLS, List.of(server.url()));
  }

  private Storage open(SettingValues settings) {
    return new ElasticsearchStorage(settings, Product.ELASTICSEARCH, registry, Clock.systemUTC());
  }

  private static List<SpanBatch> spans(int count) {
    String service = TestSpan.newName("shop");
    return List.of(
        SpanBatch.of(
            IntStream.range(0, count).mapToObj(i -> TestSpan.of(service, "x").build()).toList()));
  }

  /// Writes `batches` and gives back what was reported for each span.
  private List<String> write(SettingValues settings, List<SpanBatch> batches) {
    try (Storage storage = open(settings)) {
      storage.writer().write(batches, outcome);
    }
    outcome.assertEachReportedOnce(batches);
    return IntStream.range(0, batches.getFirst().size())
        .mapToObj(i -> outcome.of(batches.getFirst().span(i)).getFirst())
        .toList();
  }

  private double count(String name) {
    return registry.get("jaeger_bulk_index_" + name).counter().count();
  }

  @Test
  void putsTemplatesBeforeTheFirstDocument() {
    server.thenOther(503, "");
    assertThat(write(settings(), spans(1))).containsExactly("STORED");
    assertThat(server.others())
        .contains(
            "PUT /_index_template/jaeger-span",
            "PUT /_index_template/jaeger-service",
            "PUT /_index_template/jaeger-dependencies");
  }

  @Test
  void putsNoTemplatesWhereNoneAreWanted() {
    server.withTemplates(settings());
    write(settings().with(StorageSettings.ES_CREATE_INDEX_TEMPLATES, false), spans(1));
    assertThat(server.others()).noneMatch(request -> request.startsWith("PUT"));
  }

  @Test
  void writesThroughAliasesThatItHasSeen() {
    var settings = settings().with(EsIndexSettings.USE_ALIASES, true);
    assertThat(write(settings, spans(1))).containsExactly("STORED");
    assertThat(server.others())
        .contains("GET /_alias/jaeger-span-write", "GET /_alias/jaeger-service-write");
    assertThat(server.bulks().getFirst().body())
        .contains("{\"create\":{\"_index\":\"jaeger-span-write\",\"require_alias\":true,")
        .contains("{\"index\":{\"_index\":\"jaeger-service-write\",\"require_alias\":true,");
  }

  @Test
  void splitsRequestsByDocuments() {
    write(settings().with(StorageSettings.ES_BULK_ACTIONS, 4), spans(9));
    assertThat(server.bulks()).extracting(bulk -> bulk.ids().size()).containsExactly(4, 4, 2);
  }

  @Test
  void splitsRequestsByBytes() {
    write(settings().with(StorageSettings.ES_BULK_SIZE, ByteSize.kib(1)), spans(9));
    assertThat(server.bulks())
        .hasSizeGreaterThan(3)
        .allMatch(bulk -> bulk.body().length() <= ByteSize.kib(1).bytes());
  }

  @Test
  void sendsAgainOnlyWhatWasRefusedForNow() {
    server.then(FaultServer.items(201, 201, 429, 503, 201, 403));
    assertThat(write(settings(), spans(5))).containsOnly("STORED");
    List<String> first = server.bulks().getFirst().ids();
    assertThat(server.bulks().get(1).ids())
        .containsExactly(first.get(2), first.get(3), first.get(5));
    assertThat(server.bulks()).hasSize(2);
    assertThat(count("attempts")).isEqualTo(5 + SERVICE_DOCUMENTS + 3);
    assertThat(count("inserts")).isEqualTo(5 + SERVICE_DOCUMENTS);
    assertThat(count("errors")).isEqualTo(3);
  }

  @Test
  void refusesADocumentThatWillNeverFit() {
    server.then(FaultServer.items(201, 201, 400));
    assertThat(write(settings(), spans(3))).containsExactly("STORED", "INVALID", "STORED");
    assertThat(server.bulks()).hasSize(1);
    assertThat(outcome.details())
        .containsExactly("400 document_parsing_exception: failed to parse field [x].");
  }

  @Test
  void countsASpanThatIsThereAlreadyAsStored() {
    server.then(FaultServer.items(409));
    assertThat(write(settings(), spans(2))).containsOnly("STORED");
    assertThat(registry.get("jaegerstack_storage_duplicate_spans").counter().count()).isEqualTo(1);
  }

  @Test
  void sendsTheSameDocumentsAgainAfterALostAnswer() {
    server.then(FaultServer.reset(), FaultServer.reset());
    assertThat(write(settings(), spans(3))).containsOnly("STORED");
    assertThat(server.bulks())
        .hasSize(3)
        .extracting(FaultServer.Bulk::ids)
        .containsOnly(server.bulks().getFirst().ids());
  }

  @Test
  void waitsOutRefusalsOfWholeRequests() {
    server.then(
        FaultServer.status(429),
        FaultServer.status(503),
        FaultServer.status(401),
        FaultServer.status(404));
    assertThat(write(settings(), spans(2))).containsOnly("STORED");
    assertThat(server.bulks()).hasSize(5);
  }

  @Test
  void distrustsAnswersThatAreNone() {
    server.then(
        FaultServer.body("<html>"),
        FaultServer.body("{}"),
        FaultServer.body("{\"items\":[{\"create\":{\"status\":201}}]}"),
        FaultServer.body("{\"items\":[{\"create\":{}},{},{}]}"));
    assertThat(write(settings(), spans(2))).containsOnly("STORED");
    assertThat(server.bulks()).hasSize(5);
  }

  @Test
  void findsTheDocumentThatMakesARequestTooLarge() {
    List<SpanBatch> batches = spans(8);
    write(settings(), batches);
    String culprit = server.bulks().getFirst().ids().get(5);
    FaultServer.Fault fault = FaultServer.tooLargeWith(culprit);
    IntStream.range(0, 20).forEach(i -> server.then(fault));
    var again = new RecordedOutcome();
    try (Storage storage = open(settings())) {
      storage.writer().write(batches, again);
    }
    again.assertEachReportedOnce(batches);
    assertThat(again.storedSpans()).isEqualTo(7);
    assertThat(again.details()).singleElement().asString().contains("413");
  }

  @Test
  void asksAgainWhereNoAnswerComesInTime() {
    server.then(server.silence());
    var impatient = settings().with(StorageSettings.ES_TIMEOUT, Duration.ofMillis(300));
    assertThat(write(impatient, spans(2))).containsOnly("STORED");
    assertThat(server.bulks()).hasSize(2);
  }

  @Test
  void givesUpWhenTheTimeForRetriesIsOver() {
    IntStream.range(0, 100).forEach(i -> server.then(FaultServer.items(429, 429, 201)));
    var brief = settings().with(StorageSettings.ES_BULK_RETRY_FOR, Duration.ofMillis(400));
    assertThat(write(brief, spans(2))).containsExactly("OVERLOADED", "STORED");
    assertThat(outcome.details())
        .containsExactly("429 es_rejected_execution_exception: queue is full");
  }

  @Test
  void answersForSpansOfAServerThatIsGone() {
    var brief = settings().with(StorageSettings.ES_BULK_RETRY_FOR, Duration.ofMillis(200));
    server.close();
    assertThat(write(brief, spans(3))).containsOnly("UNAVAILABLE");
  }

  @Test
  void stopsTryingWhenItIsClosed() throws Exception {
    var asked = new CountDownLatch(2);
    FaultServer.Fault away =
        (exchange, bulk) -> {
          asked.countDown();
          FaultServer.status(503).answer(exchange, bulk);
        };
    IntStream.range(0, 100).forEach(i -> server.then(away));
    List<SpanBatch> batches = spans(3);
    Storage storage = open(settings());
    try (var thread = Executors.newSingleThreadExecutor()) {
      Future<?> writing = thread.submit(() -> storage.writer().write(batches, outcome));
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      storage.close();
      writing.get(10, TimeUnit.SECONDS);
    }
    outcome.assertEachReportedOnce(batches);
    assertThat(outcome.storedSpans()).isZero();
  }

  @Test
  void closesInTheTimeItIsGivenAndCountsWhatHasNoAnswer() throws Exception {
    var asked = new CountDownLatch(1);
    server.then(
        (exchange, bulk) -> {
          asked.countDown();
          server.silence().answer(exchange, bulk);
        });
    List<SpanBatch> batches = spans(3);
    Storage storage = open(settings());
    try (var thread = Executors.newSingleThreadExecutor()) {
      Future<?> writing = thread.submit(() -> storage.writer().write(batches, outcome));
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

      assertThat(storage.close(Duration.ofMillis(100))).isEqualTo(3);

      writing.get(10, TimeUnit.SECONDS);
    }
    outcome.assertEachReportedOnce(batches);
    assertThat(outcome.storedSpans()).isZero();
    assertThat(registry.get("jaegerstack_storage_unanswered_spans").counter().count()).isEqualTo(3);
  }

  @Test
  void waitsForTheAnswerThatIsUnderWayWhenItIsClosed() throws Exception {
    var asked = new CountDownLatch(1);
    var closing = new CountDownLatch(1);
    server.then(
        (exchange, bulk) -> {
          asked.countDown();
          awaitOpening(closing);
          FaultServer.items().answer(exchange, bulk);
        });
    List<SpanBatch> batches = spans(3);
    Storage storage = open(settings());
    try (var threads = Executors.newFixedThreadPool(2)) {
      Future<?> writing = threads.submit(() -> storage.writer().write(batches, outcome));
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      Future<Long> unanswered = threads.submit(() -> storage.close(Duration.ofSeconds(20)));
      closing.countDown();

      assertThat(unanswered.get(30, TimeUnit.SECONDS)).isZero();
      writing.get(10, TimeUnit.SECONDS);
    }
    assertThat(outcome.storedSpans()).isEqualTo(3);
  }

  private static void awaitOpening(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void writesServicesOnceADay() {
    try (Storage storage = open(settings())) {
      String service = TestSpan.newName("shop");
      var tomorrow = TestSpan.START.plus(Duration.ofDays(1));
      var today = List.of(SpanBatch.of(List.of(TestSpan.of(service, "x").build())));
      var later = List.of(SpanBatch.of(List.of(TestSpan.of(service, "x").start(tomorrow).build())));
      storage.writer().write(today, outcome);
      storage.writer().write(today, outcome);
      storage.writer().write(later, outcome);
      storage.writer().write(later, outcome);
    }
    assertThat(server.bulks()).extracting(bulk -> bulk.ids().size()).containsExactly(2, 1, 2, 1);
  }

  @Test
  void writesAServiceAgainThatWasNotStored() {
    server.then(FaultServer.items(201, 400));
    try (Storage storage = open(settings())) {
      List<SpanBatch> batches = spans(1);
      storage.writer().write(batches, outcome);
      storage.writer().write(batches, new RecordedOutcome());
    }
    assertThat(server.bulks()).extracting(bulk -> bulk.ids().size()).containsExactly(2, 2);
  }

  @Test
  void writesNoServiceOfSpansThatAreNotToBeIndexed() {
    var span = TestSpan.of("shop", "x").flags(FlatSpan.FIREHOSE).build();
    write(settings(), List.of(SpanBatch.of(List.of(span))));
    assertThat(server.bulks().getFirst().ids()).hasSize(1);
  }

  @Test
  void compressesWhereItIsAsked() {
    write(settings().with(StorageSettings.ES_HTTP_COMPRESSION, true), spans(5));
    assertThat(server.bulks().getFirst().zipped()).isTrue();
    assertThat(server.bulks().getFirst().ids()).hasSize(5 + SERVICE_DOCUMENTS);
  }

  @Test
  void goesToTheNextServerWhereOneIsAway() throws IOException {
    int nobody;
    try (var gone = new FaultServer()) {
      nobody = gone.port();
    }
    var urls = List.of("http://127.0.0.1:" + nobody, server.url());
    var both = settings().with(StorageSettings.ES_SERVER_URLS, urls);
    assertThat(write(both.with(StorageSettings.ES_BULK_RETRY_FOR, Duration.ZERO), spans(2)))
        .containsOnly("STORED");
  }

  @Test
  void keepsToTheNumberOfRequestsInFlight() throws Exception {
    var inFlight = new AtomicInteger();
    var most = new AtomicInteger();
    var never = new CountDownLatch(1);
    FaultServer.Fault slow =
        (exchange, bulk) -> {
          most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
          awaitBriefly(never);
          inFlight.decrementAndGet();
          FaultServer.items().answer(exchange, bulk);
        };
    IntStream.range(0, 20).forEach(i -> server.then(slow));
    List<SpanBatch> batches = spans(1);
    try (Storage storage = open(settings().with(StorageSettings.ES_BULK_WORKERS, 2));
        var threads = Executors.newFixedThreadPool(8)) {
      var running =
          IntStream.range(0, 20)
              .mapToObj(i -> threads.submit(() -> writeAlone(storage, batches)))
              .toList();
      for (Future<?> each : running) {
        each.get();
      }
    }
    assertThat(most).hasValue(2);
  }

  /// A request that takes a while: long enough for others to arrive.
  private static void awaitBriefly(CountDownLatch never) {
    try {
      never.await(30, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void writeAlone(Storage storage, List<SpanBatch> batches) {
    var alone = new RecordedOutcome();
    storage.writer().write(batches, alone);
    alone.assertAllStored(batches);
  }
}
