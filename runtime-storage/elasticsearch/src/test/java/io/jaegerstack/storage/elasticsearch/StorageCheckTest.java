package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.HiddenStateException;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is said of servers that cannot be used.
class StorageCheckTest {
  private FaultServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = new FaultServer();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private void check() {
    check(0);
  }

  private void check(int givenVersion) {
    var settings =
        SettingValues.defaults(Catalogue.of(Component.QUERY))
            .with(StorageSettings.ES_VERSION, givenVersion)
            .with(StorageSettings.ES_SERVER_URLS, List.of(server.url()));
    try (var storage =
        new ElasticsearchStorage(
            settings, Product.ELASTICSEARCH, new SimpleMeterRegistry(), Clock.systemUTC())) {
      storage.check();
    }
  }

  private FaultServer ofVersion(String version) {
    return server.thenOther(200, "{\"nodes\":{\"x\":{\"version\":\"%s\"}}}".formatted(version));
  }

  @Test
  void takesVersionsThatItKnows() {
    for (String version : List.of("8.19.21", "9.5.2", "3.6.0")) {
      ofVersion(version).thenOther(200, "{\"status\":\"yellow\"}");
      server.thenOther(404, "{}");
      assertThatCode(this::check).as(version).doesNotThrowAnyException();
    }
  }

  @Test
  void refusesOlderVersions() {
    ofVersion("7.17.29");
    assertThatThrownBy(this::check)
        .isInstanceOf(StorageException.class)
        .hasMessage("the servers are Elasticsearch 7.17.29, expected 8 or newer")
        .extracting("kind")
        .isEqualTo(Kind.INVALID);
  }

  @Test
  void asksForNoVersionWhereOneIsGiven() {
    check(8);
    assertThat(server.others()).doesNotContain("GET /_nodes/_local/none");
  }

  @Test
  void saysThatAClusterIsRed() {
    ofVersion("9.5.2").thenOther(200, "{\"status\":\"red\"}");
    assertThatThrownBy(this::check)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("the cluster is red")
        .extracting("kind")
        .isEqualTo(Kind.UNAVAILABLE);
  }

  /// The privilege `monitor` is for looking; writing takes none of it.
  @Test
  void saysThatItMayNotLookAndNotThatSomethingIsWrong() {
    String refusal = "{\"error\":{\"type\":\"security_exception\",\"reason\":\"no monitor\"}}";
    server.thenOther(403, refusal).thenOther(403, refusal);
    assertThatThrownBy(this::check)
        .isInstanceOf(HiddenStateException.class)
        .hasMessageContaining("GET _cluster/health")
        .hasMessageContaining("403: security_exception: no monitor");
    assertThat(server.others()).as("the mappings are looked at nevertheless").hasSize(3);
  }

  @Test
  void putsTheSchemaWhereItMayNotLookAtIndices() {
    server.hidingIndices();
    assertThat(schema()).isNotEmpty();
    assertThat(server.others()).contains("PUT /_index_template/jaeger-span");
  }

  private List<String> schema() {
    try (var storage =
        new ElasticsearchStorage(
            settings(), Product.ELASTICSEARCH, new SimpleMeterRegistry(), Clock.systemUTC())) {
      return storage.maintenance().orElseThrow().schema().created();
    }
  }

  @Test
  void saysWhatIsWrongOfWhatItMaySee() {
    server.thenOther(403, "{}").thenOther(200, "{\"status\":\"red\"}");
    assertThatThrownBy(this::check)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("the cluster is red");
  }

  @Test
  void saysWhoRefusedWhat() {
    server.thenOther(
        401, "{\"error\":{\"type\":\"security_exception\",\"reason\":\"missing credentials\"}}");
    assertThatThrownBy(this::check)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("GET _nodes")
        .hasMessageContaining("401: security_exception: missing credentials")
        .extracting("kind")
        .isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void saysWhoIsNotThere() {
    String url = server.url();
    server.close();
    assertThatThrownBy(this::check)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(url)
        .extracting("kind")
        .isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void mapsRefusalsOfReadsToKinds() {
    var kinds = new TreeMap<Integer, Kind>();
    kinds.put(400, Kind.INVALID);
    kinds.put(429, Kind.OVERLOADED);
    List.of(302, 308, 401, 403, 405, 407, 408, 500, 503)
        .forEach(status -> kinds.put(status, Kind.UNAVAILABLE));
    kinds.keySet().forEach(status -> server.thenOther(status, "not even JSON"));
    for (Kind kind : kinds.values()) {
      assertThatThrownBy(this::services)
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("not even JSON")
          .extracting("kind")
          .isEqualTo(kind);
    }
  }

  private SettingValues settings() {
    return SettingValues.defaults(Catalogue.of(Component.QUERY))
        .with(StorageSettings.ES_SERVER_URLS, List.of(server.url()));
  }

  private void services() {
    try (var storage =
        new ElasticsearchStorage(
            settings(), Product.ELASTICSEARCH, new SimpleMeterRegistry(), Clock.systemUTC())) {
      storage.reader().services();
    }
  }
}
