package io.jaegerstack.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.settings.CurrentTenant;
import io.jaegerstack.storage.ArchiveStorage;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What must hold of an archive, for backends that have one: they open their storages with it.
public abstract class ArchiveContract extends StorageContract {
  private static final String ACME = "acme";
  private static final String RIVAL = "acme_2";

  @Test
  void archivedSpansComeBackAsTheyWere() {
    Span root = TestSpan.of(TestSpan.newName("shop"), "GET /").tag("http.method", "GET").build();
    Span child = TestSpan.of(TestSpan.newName("stock"), "find").childOf(root).build();
    archive(archive(), root, child);

    assertThat(archived(archive(), root.traceId()))
        .containsExactlyInAnyOrder(kept(root), kept(child));
  }

  @Test
  void whatIsArchivedTwiceIsThereOnce() {
    Span span = TestSpan.of(TestSpan.newName("shop"), "GET /").build();
    archive(archive(), span);
    archive(archive(), span);

    assertThat(archived(archive(), span.traceId())).containsExactly(kept(span));
  }

  @Test
  void theArchiveAndTheOthersDoNotSeeEachOther() {
    Span archived = TestSpan.of(TestSpan.newName("shop"), "GET /").build();
    Span written = TestSpan.of(TestSpan.newName("shop"), "GET /").build();
    archive(archive(), archived);
    write(written);

    assertThat(read(archived.traceId())).isEmpty();
    assertThat(archived(archive(), written.traceId())).isEmpty();
    assertThat(findTraces(spansOf(archived.process().serviceName()))).isEmpty();
  }

  @Test
  void anArchivedTraceHasNoAge() {
    Span old =
        TestSpan.of(TestSpan.newName("shop"), "GET /")
            .start(TestSpan.START.minus(Duration.ofDays(500)))
            .build();
    archive(archive(), old);

    assertThat(archived(archive(), old.traceId())).containsExactly(kept(old));
  }

  @Test
  void nobodyFindsTheArchiveOfAnother() {
    try (Storage tenants = underTest().openTenants(List.of(ACME, RIVAL))) {
      ArchiveStorage archive = tenants.archive().orElseThrow();
      Span span = TestSpan.of(TestSpan.newName("shop"), "GET /").build();
      var batch = SpanBatch.of(List.of(span));
      batch.tenant(ACME);
      archive(archive, batch);

      assertThat(CurrentTenant.call(ACME, () -> archived(archive, span.traceId()))).hasSize(1);
      assertThat(CurrentTenant.call(RIVAL, () -> archived(archive, span.traceId()))).isEmpty();
      assertThatThrownBy(() -> archived(archive, span.traceId()))
          .isInstanceOf(StorageException.class);
    }
  }

  private ArchiveStorage archive() {
    return underTest().storage().archive().orElseThrow();
  }

  private void archive(ArchiveStorage archive, Span... spans) {
    archive(archive, SpanBatch.of(List.of(spans)));
  }

  private void archive(ArchiveStorage archive, SpanBatch batch) {
    var outcome = new RecordedOutcome();
    archive.writer().write(List.of(batch), outcome);
    outcome.assertAllStored(List.of(batch));
    underTest().showWrites();
  }

  private static List<Span> archived(ArchiveStorage archive, TraceId id) {
    return archive.trace(id, Room.UNBOUNDED).map(Trace::spans).orElse(List.of());
  }
}
