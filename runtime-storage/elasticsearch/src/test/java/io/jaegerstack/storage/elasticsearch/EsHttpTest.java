package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.StorageException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How we present ourselves, and what we send where.
class EsHttpTest {
  @TempDir private Path directory;

  private static SettingValues settings(String url) {
    return SettingValues.defaults(Catalogue.of(Component.QUERY))
        .with(StorageSettings.ES_SERVER_URLS, List.of(url));
  }

  private static void bulk(SettingValues settings) {
    try (var http = new EsHttp(settings, new SimpleMeterRegistry())) {
      byte[] body = "{}\n{}\n".getBytes(StandardCharsets.UTF_8);
      http.call("POST", "_bulk", EsHttp.NDJSON, body, body.length);
    }
  }

  @Test
  void sendsUserAndPassword() throws IOException {
    try (var server = new FaultServer()) {
      bulk(
          settings(server.url())
              .with(StorageSettings.ES_USERNAME, "Aladdin")
              .with(StorageSettings.ES_PASSWORD, "open sesame"));
      // The example of RFC 7617.
      assertThat(server.bulks().getFirst().authorization())
          .isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }
  }

  @Test
  void readsARotatedTokenAgain() throws IOException {
    Path token = directory.resolve("token");
    try (var server = new FaultServer()) {
      var settings = settings(server.url()).with(StorageSettings.ES_TOKEN_FILE, token.toString());
      try (var http = new EsHttp(settings, new SimpleMeterRegistry())) {
        for (String each : List.of("first\n", "second\n")) {
          Files.writeString(token, each);
          http.call("POST", "_bulk", new byte[0]);
        }
      }
      assertThat(server.bulks())
          .extracting(FaultServer.Bulk::authorization)
          .containsExactly("Bearer first", "Bearer second");
    }
  }

  @Test
  void saysWhichFileItCannotRead() throws IOException {
    try (var server = new FaultServer()) {
      var settings = settings(server.url()).with(StorageSettings.ES_TOKEN_FILE, "/no/such/token");
      assertThatThrownBy(() -> bulk(settings))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("--es.token-file is /no/such/token");
    }
  }

  @Test
  void refusesAddressesThatAreNone() {
    for (String url : List.of("es:9200", "ftp://es", "http://", "http://a b")) {
      assertThatThrownBy(() -> new EsHttp(settings(url), new SimpleMeterRegistry()))
          .isInstanceOf(SettingException.class)
          .hasMessageContaining("--es.server-urls has \"" + url + "\"");
    }
  }

  @Test
  void refusesAPasswordInAnAddressWithoutRepeatingIt() {
    assertThatThrownBy(
            () -> new EsHttp(settings("http://user:secretpw@es:9200"), new SimpleMeterRegistry()))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("ES_PASSWORD")
        .hasMessageNotContaining("secretpw");
  }

  @Test
  void keepsThePathOfAnAddress() throws IOException {
    try (var server = new FaultServer();
        var http =
            new EsHttp(settings(server.url() + "/behind/a/proxy"), new SimpleMeterRegistry())) {
      http.call("GET", "_cluster/health", new byte[0]);
      assertThat(server.others()).containsExactly("GET /behind/a/proxy/_cluster/health");
    }
  }

  @Test
  void tellsAHostThatIsNotThereFromOneThatDoesNotAnswer() throws IOException {
    int closed;
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = server.getLocalPort();
    }
    assertThatThrownBy(() -> bulk(settings("http://127.0.0.1:" + closed)))
        .isInstanceOf(StorageException.class)
        .hasMessage("POST _bulk failed at [http://127.0.0.1:%d/]: cannot connect", closed);
    String none = "es." + "x".repeat(64); // longer than a label may be: no resolver is asked
    assertThatThrownBy(() -> bulk(settings("http://" + none + ":9200")))
        .isInstanceOf(StorageException.class)
        .hasMessage("POST _bulk failed at [http://%s:9200/]: host name not resolved", none);
  }

  /// The head of an answer and half of its body; then nothing.
  @Test
  void doesNotWaitForeverForTheRestOfAnAnswer() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> halfAnAnswer(server));
      var settings =
          settings("http://127.0.0.1:" + server.getLocalPort())
              .with(StorageSettings.ES_TIMEOUT, Duration.ofSeconds(3));
      try (var http = new EsHttp(settings, new SimpleMeterRegistry());
          var answer = http.open("GET", "x", new byte[0])) {
        assertThat(answer.readNBytes(4)).asString().isEqualTo("half");
        assertThatThrownBy(answer::readAllBytes)
            .isInstanceOf(IOException.class)
            .hasMessage("no more of the answer within PT3S");
      }
    }
  }

  private static void halfAnAnswer(ServerSocket server) {
    try (var connection = server.accept()) {
      connection.getInputStream().readNBytes(16);
      connection
          .getOutputStream()
          .write(
              "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf"
                  .getBytes(StandardCharsets.US_ASCII));
      connection.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException gone) {
      // The caller has what it came for.
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"es:9200", "ftp://es", "http://es:99999", "http://es/?a=1", "http://es/#a", "es"})
  void saysWhatIsNoServer(String url) {
    assertThatThrownBy(() -> new EsHttp(settings(url), new SimpleMeterRegistry()))
        .isInstanceOf(SettingException.class)
        .hasMessage(
            "--es.server-urls has \"%s\", expected http://host:port or https://host:port", url);
  }
}
