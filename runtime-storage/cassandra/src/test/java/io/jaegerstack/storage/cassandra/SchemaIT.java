package io.jaegerstack.storage.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.settings.CassandraSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.DependencyLink;
import io.jaegerstack.storage.MaintenanceResult;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Trouble;
import io.jaegerstack.storage.StorageFactory;
import io.jaegerstack.storage.cassandra.real.RealCassandra;
import io.jaegerstack.storage.contract.ArchiveContract;
import io.jaegerstack.storage.contract.RecordedOutcome;
import io.jaegerstack.storage.contract.StorageUnderTest;
import io.jaegerstack.storage.contract.TestSpan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Keyspaces and tables on the real server, and what a storage says where they are missing.
class SchemaIT {
  @Test
  void saysWhatIsMissingAndWritesWhenItIsThere() {
    SettingValues settings =
        CassandraUnderTest.settings("absent")
            .with(CassandraSettings.SCHEMA_CREATE, false)
            .with(CassandraSettings.RETRY_FOR, Duration.ZERO);
    try (Storage storage = open(settings)) {
      assertTrouble(storage, Trouble.SCHEMA_MISSING, "keyspace absent lacks table traces");
      var outcome = new RecordedOutcome();
      var batches = List.of(SpanBatch.of(List.of(TestSpan.of("shop", "x").build())));
      storage.writer().write(batches, outcome);
      assertThat(outcome.of(batches.getFirst().span(0))).containsExactly("UNAVAILABLE");

      MaintenanceResult made = storage.maintenance().orElseThrow().schema();

      assertThat(made.created()).contains("table traces", "table leases").hasSize(11);
      assertThat(storage.maintenance().orElseThrow().schema().created()).isEmpty();
      assertThatCode(storage::check).doesNotThrowAnyException();
    }
    try (Storage storage = open(settings)) {
      var outcome = new RecordedOutcome();
      var batches = List.of(SpanBatch.of(List.of(TestSpan.of("shop", "x").build())));
      storage.writer().write(batches, outcome);
      outcome.assertAllStored(batches);
    }
  }

  @Test
  void namesTheColumnThatHasAnotherForm() {
    SettingValues settings = CassandraUnderTest.settings("other");
    try (Storage storage = open(settings);
        CqlSession session = session()) {
      storage.check();
      session.execute("ALTER TABLE other.traces DROP duration");
      assertTrouble(
          storage,
          Trouble.MAPPING_CONFLICT,
          "column duration of table other.traces is missing, expected bigint");
    }
  }

  @Test
  void rowsLiveAsLongAsIsSet() {
    SettingValues settings =
        CassandraUnderTest.settings("living")
            .with(CassandraSettings.SCHEMA_TRACE_TTL, Duration.ofDays(7))
            .with(CassandraSettings.SCHEMA_DEPENDENCIES_TTL, Duration.ofDays(30));
    try (Storage storage = open(settings);
        CqlSession session = session()) {
      storage.check();
      assertThat(option(session, "traces", "default_time_to_live")).isEqualTo("604800");
      assertThat(option(session, "tag_index", "default_time_to_live")).isEqualTo("604800");
      assertThat(option(session, "dependencies_v2", "default_time_to_live")).isEqualTo("2592000");
      assertThat(option(session, "traces", "compaction"))
          .contains("compaction_window_size=336", "compaction_window_unit=MINUTES");
      assertThat(option(session, "tag_index", "gc_grace_seconds")).isEqualTo("10800");
    }
  }

  private static String option(CqlSession session, String table, String option) {
    return String.valueOf(
        session
            .execute(
                "SELECT %s FROM system_schema.tables WHERE keyspace_name = 'living' AND table_name = '%s'"
                    .formatted(option, table))
            .one()
            .getObject(0));
  }

  @Test
  void sumsUpTheDependenciesOfAWindow() {
    try (Storage storage = open(CassandraUnderTest.settings("calls"));
        CqlSession session = session()) {
      storage.check();
      Instant now = Instant.ofEpochSecond(1_700_000_000);
      insert(session, now.minus(Duration.ofDays(20)), 100);
      insert(session, now.minus(Duration.ofDays(9)), 1);
      insert(session, now.minus(Duration.ofHours(1)), 2);
      assertThat(storage.dependencies().dependencies(now, Duration.ofDays(10)))
          .containsExactly(new DependencyLink("a", "b", 3));
    }
  }

  private static void insert(CqlSession session, Instant at, int calls) {
    session.execute(
        "INSERT INTO calls.dependencies_v2 (ts_bucket, ts, dependencies) VALUES (%d, %d, [{parent: 'a', child: 'b', call_count: %d, source: 'jaeger'}])"
            .formatted(
                Math.floorDiv(at.toEpochMilli(), 86_400_000L) * 86_400_000L,
                at.toEpochMilli(),
                calls));
  }

  @Test
  void saysThatNobodyAnswers() {
    SettingValues settings =
        CassandraUnderTest.settings("nowhere").with(CassandraSettings.MAIN.port(), 1);
    try (Storage storage = open(settings)) {
      assertTrouble(
          storage, Trouble.UNREACHABLE, "no server answers: 127.0.0.1:1 (cannot connect)");
    }
  }

  @Nested
  class Archiving extends ArchiveContract {
    private static final CassandraUnderTest SERVER =
        new CassandraUnderTest(
            CassandraUnderTest.settings("recent")
                .with(CassandraSettings.ARCHIVE_ENABLED, true)
                .with(CassandraSettings.ARCHIVE.keyspace(), "archived"));

    @Override
    protected StorageUnderTest underTest() {
      return SERVER;
    }
  }

  private static Storage open(SettingValues settings) {
    return StorageFactory.of("cassandra").open(settings, new SimpleMeterRegistry());
  }

  static CqlSession session() {
    return CqlSession.builder()
        .addContactPoint(new InetSocketAddress("127.0.0.1", RealCassandra.shared().port()))
        .withLocalDatacenter("datacenter1")
        .build();
  }

  private static void assertTrouble(Storage storage, Trouble trouble, String says) {
    assertThatThrownBy(storage::check)
        .isInstanceOfSatisfying(
            StorageException.class, it -> assertThat(it.trouble()).contains(trouble))
        .hasMessageContaining(says);
  }
}
