package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_TLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.settings.tls.authority.TestAuthority;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageFactory;
import io.jaegerstack.storage.contract.RecordedOutcome;
import io.jaegerstack.storage.contract.TestSpan;
import io.jaegerstack.storage.elasticsearch.real.RealElasticsearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// A real server that speaks TLS and asks for certificates.
@EnabledIf(
    value = "io.jaegerstack.storage.elasticsearch.ElasticsearchUnderTest#isElasticsearch",
    disabledReason = "OpenSearch has another module for it, and its test distribution none")
class ElasticsearchTlsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path directory;
  private static TestAuthority first;
  private static TestAuthority second;
  private static RealElasticsearch server;

  @BeforeAll
  static void start() throws Exception {
    first = TestAuthority.named("first");
    second = TestAuthority.named("second");
    TestAuthority.write(file("ca.crt"), first.certificate(), second.certificate());
    write("tls", first);
    write("client", first);
    var caller =
        TestAuthority.peer(first.client("test"), first.certificate(), second.certificate());
    Path home = Path.of(System.getProperty("elasticsearch.home"));
    Path run = home.resolveSibling(home.getFileName() + "-tls-run");
    server = RealElasticsearch.startSecured(home, run, directory, caller);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Path file(String name) {
    return directory.resolve(name);
  }

  private static void write(String name, TestAuthority authority) throws Exception {
    TestAuthority.write(authority.server("localhost"), file(name + ".crt"), file(name + ".key"));
  }

  private static SettingValues settings() {
    return SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
        .with(StorageSettings.ES_SERVER_URLS, List.of(server.uri().toString()))
        .with(StorageSettings.ES_NUM_SHARDS, 1)
        .with(StorageSettings.ES_NUM_REPLICAS, 0)
        .with(ES_TLS.enabled(), true)
        .with(ES_TLS.ca(), file("ca.crt").toString())
        .with(ES_TLS.reloadInterval(), Duration.ofMillis(10));
  }

  private static Storage storage(SettingValues settings) {
    return StorageFactory.of("elasticsearch").open(settings, new SimpleMeterRegistry());
  }

  private static SettingValues showing(String name) {
    return settings()
        .with(ES_TLS.cert(), file(name + ".crt").toString())
        .with(ES_TLS.key(), file(name + ".key").toString());
  }

  private static void assertStores(Storage storage) throws IOException {
    var span = TestSpan.of("shop", "order").build();
    var batches = List.of(SpanBatch.of(List.of(span)));
    var outcome = new RecordedOutcome();
    storage.writer().write(batches, outcome);
    outcome.assertAllStored(batches);
    server.request("POST", "_refresh", "");
    assertThat(storage.reader().services()).contains("shop");
  }

  @Test
  void storesAndReadsWithCertificatesOfBothSidesAndAfterBothWereReplaced() throws Exception {
    try (var storage = storage(showing("client"))) {
      storage.check();
      assertStores(storage);
      write("tls", second);
      write("client", second);
      server.replaceTls(directory);
      awaitAuthority(second);
      assertStores(storage);
    }
  }

  /// Until new connections are shown a certificate of that authority alone.
  private static void awaitAuthority(TestAuthority authority) throws IOException {
    authority.writeTo(file("only.crt"));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (var http =
          new EsHttp(
              showing("client").with(ES_TLS.ca(), file("only.crt").toString()),
              new SimpleMeterRegistry())) {
        http.call("GET", "_cluster/health", new byte[0]);
        return;
      } catch (StorageException notYet) {
        if (System.nanoTime() > end) {
          throw notYet;
        }
        LockSupport.parkNanos(100_000_000);
      }
    }
  }

  @Test
  void isRefusedWithoutACertificate() {
    try (var storage = storage(settings())) {
      assertThatThrownBy(storage::check).isInstanceOf(StorageException.class);
    }
  }

  @Test
  void refusesAServerOfAnotherAuthority() throws Exception {
    TestAuthority.named("stranger").writeTo(file("stranger.crt"));
    var settings = showing("client").with(ES_TLS.ca(), file("stranger.crt").toString());
    try (var storage = storage(settings)) {
      assertThatThrownBy(storage::check).hasMessageContaining("certification path");
    }
  }
}
