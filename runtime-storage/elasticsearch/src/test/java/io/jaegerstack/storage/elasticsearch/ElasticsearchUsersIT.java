package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Trouble;
import io.jaegerstack.storage.StorageFactory;
import io.jaegerstack.storage.contract.RecordedOutcome;
import io.jaegerstack.storage.contract.TestSpan;
import io.jaegerstack.storage.elasticsearch.real.RealElasticsearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// A real server that knows users, and takes another password while we write. API keys and tokens
/// are kept in an index that the test distribution cannot create: see [EsCredentialsTest].
@EnabledIf(
    value = "io.jaegerstack.storage.elasticsearch.ElasticsearchUnderTest#isElasticsearch",
    disabledReason = "OpenSearch has another module for it, and its test distribution none")
class ElasticsearchUsersIT {
  @TempDir static Path directory;
  private static RealElasticsearch server;

  @BeforeAll
  static void start() throws IOException {
    Path home = Path.of(System.getProperty("elasticsearch.home"));
    server =
        RealElasticsearch.startWithUsers(
            home, home.resolveSibling(home.getFileName() + "-users-run"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static SettingValues settings() {
    return SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
        .with(StorageSettings.ES_SERVER_URLS, List.of(server.uri().toString()))
        .with(StorageSettings.ES_NUM_SHARDS, 1)
        .with(StorageSettings.ES_NUM_REPLICAS, 0);
  }

  private static Storage open(SettingValues settings) {
    return StorageFactory.of("elasticsearch").open(settings, new SimpleMeterRegistry());
  }

  private static Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private static RecordedOutcome write(Storage storage) {
    var outcome = new RecordedOutcome();
    var batch = SpanBatch.of(List.of(TestSpan.of("shop", "order").build()));
    storage.writer().write(List.of(batch), outcome);
    return outcome;
  }

  private static Optional<Trouble> trouble(Storage storage) {
    try {
      storage.check();
      return Optional.empty();
    } catch (StorageException told) {
      return told.trouble();
    }
  }

  /// With what a writer needs, and nothing more.
  @Test
  void aPasswordThatIsReplacedIsUsedWithoutARestartAndNothingIsLostMeanwhile() throws Exception {
    server.user("jaeger", "first-password", "writer");
    Path file = file("password", "first-password\n");
    var settings =
        settings()
            .with(StorageSettings.ES_USERNAME, "jaeger")
            .with(StorageSettings.ES_PASSWORD_FILE, file.toString());
    try (var storage = open(settings);
        var thread = Executors.newSingleThreadExecutor()) {
      assertThat(write(storage).storedSpans()).isEqualTo(1);
      assertThat(trouble(storage)).isEmpty();

      server.user("jaeger", "second-password", "writer");
      assertThat(trouble(storage)).contains(Trouble.UNAUTHORIZED);
      var waiting = thread.submit(() -> write(storage));
      Files.writeString(file, "second-password");
      assertThat(waiting.get(60, TimeUnit.SECONDS).storedSpans()).isEqualTo(1);
      assertThat(trouble(storage)).isEmpty();
    }
  }

  @Test
  void whoMayNotWriteIsToldSoAndWhoIsUnknownToo() throws IOException {
    try (var guest =
        open(
            settings()
                .with(StorageSettings.ES_USERNAME, "guest")
                .with(StorageSettings.ES_PASSWORD, "guest-password")
                .with(StorageSettings.ES_BULK_RETRY_FOR, Duration.ZERO))) {
      RecordedOutcome outcome = write(guest);
      assertThat(outcome.storedSpans()).isZero();
      assertThat(outcome.details())
          .singleElement()
          .asString()
          .contains("security_exception", "guest");
    }
    Path file = file("token", "nobody-s-token");
    try (var stranger = open(settings().with(StorageSettings.ES_TOKEN_FILE, file.toString()))) {
      assertThat(trouble(stranger)).contains(Trouble.UNAUTHORIZED);
    }
  }
}
