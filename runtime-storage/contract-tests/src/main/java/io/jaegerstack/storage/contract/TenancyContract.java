package io.jaegerstack.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.settings.CurrentTenant;
import io.jaegerstack.storage.DependencyLink;
import io.jaegerstack.storage.FoundTraces;
import io.jaegerstack.storage.Operation;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What must hold where a storage keeps the spans of several tenants: each sees its own, and
/// nothing of the others.
public abstract class TenancyContract extends StorageContract {
  /// The second begins as the first one does.
  private static final String ACME = "acme";

  private static final String RIVAL = "acme_2";

  private Storage storage;

  @BeforeEach
  void open() {
    storage = underTest().openTenants(List.of(ACME, RIVAL));
  }

  @AfterEach
  void close() {
    storage.close(Duration.ofSeconds(5));
  }

  @Test
  void nobodyFindsTheSpansOfAnother() {
    String service = TestSpan.newName("shop");
    Span span = TestSpan.of(service, "GET /").build();
    writeFor(ACME, span);

    assertThat(traceFor(ACME, span.traceId())).containsExactly(kept(span));
    assertThat(traceFor(RIVAL, span.traceId())).isEmpty();
    assertThat(foundFor(ACME, service)).hasSize(1);
    assertThat(foundFor(RIVAL, service)).isEmpty();
    List<TraceId> ids = readFor(RIVAL, reader -> reader.findTraceIds(spansOf(service)));
    assertThat(ids).isEmpty();
  }

  @Test
  void nobodyLearnsTheNamesOfAnother() {
    String service = TestSpan.newName("shop");
    writeFor(ACME, TestSpan.of(service, "GET /").build());

    assertThat(readFor(ACME, SpanReader::services)).contains(service);
    assertThat(readFor(RIVAL, SpanReader::services)).doesNotContain(service);
    List<Operation> operations = readFor(RIVAL, reader -> reader.operations(service));
    assertThat(operations).isEmpty();
  }

  @Test
  void tracesOfOneIdStayApart() {
    Span own = TestSpan.of(TestSpan.newName("own"), "x").build();
    Span others = TestSpan.of(TestSpan.newName("others"), "y").in(own.traceId()).build();
    writeFor(ACME, own);
    writeFor(RIVAL, others);

    assertThat(traceFor(ACME, own.traceId())).containsExactly(kept(own));
    assertThat(traceFor(RIVAL, own.traceId())).containsExactly(kept(others));
  }

  @Test
  void oneWriteMayHaveBatchesOfSeveral() {
    Span own = TestSpan.of(TestSpan.newName("own"), "x").build();
    Span others = TestSpan.of(TestSpan.newName("others"), "y").build();
    var batches = List.of(batch(ACME, own), batch(RIVAL, others));
    var outcome = new RecordedOutcome();
    storage.writer().write(batches, outcome);
    outcome.assertAllStored(batches);
    underTest().showWrites();

    assertThat(traceFor(ACME, own.traceId())).hasSize(1);
    assertThat(traceFor(RIVAL, others.traceId())).hasSize(1);
    assertThat(traceFor(RIVAL, own.traceId())).isEmpty();
  }

  @Test
  void spansOfNobodyAndOfStrangersAreStoredNowhere() {
    Span nobodys = TestSpan.of(TestSpan.newName("nobody"), "x").build();
    Span strangers = TestSpan.of(TestSpan.newName("stranger"), "x").build();
    var batches = List.of(SpanBatch.of(List.of(nobodys)), batch("stranger", strangers));
    var outcome = new RecordedOutcome();
    storage.writer().write(batches, outcome);
    underTest().showWrites();

    outcome.assertEachReportedOnce(batches);
    assertThat(outcome.of(batches.getFirst().span(0))).containsExactly("INVALID");
    assertThat(outcome.of(batches.getLast().span(0))).containsExactly("INVALID");
    for (String tenant : List.of(ACME, RIVAL)) {
      assertThat(traceFor(tenant, nobodys.traceId())).isEmpty();
      assertThat(traceFor(tenant, strangers.traceId())).isEmpty();
    }
  }

  @Test
  void whoNamesNoTenantReadsNothing() {
    assertThatThrownBy(() -> storage.reader().services())
        .isInstanceOfSatisfying(
            StorageException.class,
            refused -> assertThat(refused.kind()).isEqualTo(StorageException.Kind.INVALID))
        .hasMessage("tenant is \"\", expected one of --multi-tenancy.tenants");
    assertThatThrownBy(() -> readFor("stranger", SpanReader::services))
        .isInstanceOf(StorageException.class);
  }

  @Test
  void aReaderOfTheCallerStaysWithItsTenant() {
    Span span = TestSpan.of(TestSpan.newName("shop"), "x").build();
    writeFor(ACME, span);
    SpanReader acmes = CurrentTenant.call(ACME, () -> storage.reader().ofCaller());
    assertThat(acmes.trace(span.traceId(), Room.UNBOUNDED)).isPresent();
    assertThat(CurrentTenant.call(RIVAL, () -> acmes.trace(span.traceId(), Room.UNBOUNDED)))
        .isPresent();
  }

  @Test
  void nobodySeesTheDependenciesOfAnother() {
    needs(Gap.DEPENDENCIES);
    Span parent = TestSpan.of(TestSpan.newName("parent"), "x").build();
    Span child = TestSpan.of(TestSpan.newName("child"), "y").childOf(parent).build();
    writeFor(ACME, parent, child);
    assertThat(linksFor(ACME)).hasSize(1);
    assertThat(linksFor(RIVAL)).isEmpty();
  }

  private List<DependencyLink> linksFor(String tenant) {
    var end = TestSpan.START.plus(Duration.ofMinutes(30));
    return CurrentTenant.call(
        tenant, () -> storage.dependencies().dependencies(end, Duration.ofHours(1)));
  }

  private void writeFor(String tenant, Span... spans) {
    var batches = List.of(batch(tenant, spans));
    var outcome = new RecordedOutcome();
    storage.writer().write(batches, outcome);
    outcome.assertAllStored(batches);
    underTest().showWrites();
  }

  private static SpanBatch batch(String tenant, Span... spans) {
    var batch = SpanBatch.of(List.of(spans));
    batch.tenant(tenant);
    return batch;
  }

  private <T> T readFor(String tenant, Function<SpanReader, T> read) {
    return CurrentTenant.call(tenant, () -> read.apply(storage.reader()));
  }

  private List<Span> traceFor(String tenant, TraceId id) {
    return readFor(tenant, reader -> reader.trace(id, Room.UNBOUNDED))
        .map(Trace::spans)
        .orElse(List.of());
  }

  private List<Trace> foundFor(String tenant, String service) {
    return readFor(
        tenant,
        reader -> {
          try (FoundTraces found = reader.findTraces(spansOf(service), Room.UNBOUNDED)) {
            return found.rest();
          }
        });
  }
}
