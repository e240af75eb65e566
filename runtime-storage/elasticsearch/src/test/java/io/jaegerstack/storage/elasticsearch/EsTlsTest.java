package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_TLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.settings.tls.authority.TestAuthority;
import io.jaegerstack.storage.StorageException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Towards servers that are, and are not, what we were told to trust.
class EsTlsTest {
  private static final String NAME = "localhost";

  @TempDir private Path directory;
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private TestAuthority authority;
  private TestAuthority stranger;

  @BeforeEach
  void write() throws Exception {
    authority = TestAuthority.named("authority");
    stranger = TestAuthority.named("stranger");
    authority.writeTo(file("ca.crt"));
    stranger.writeTo(file("stranger.crt"));
    write("server", authority.server(NAME));
    write("client", authority.client("collector"));
    write("impostor", stranger.client("collector"));
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  private void write(String name, X509Bundle owner) throws IOException {
    TestAuthority.write(owner, file(name + ".crt"), file(name + ".key"));
  }

  private HttpsEndpoint server() throws IOException {
    return new HttpsEndpoint(file("server.crt"), file("server.key"), Optional.empty());
  }

  /// Of callers whose certificates the authority has signed.
  private HttpsEndpoint askingServer() throws IOException {
    return new HttpsEndpoint(file("server.crt"), file("server.key"), Optional.of(file("ca.crt")));
  }

  /// Trusts the authority and nobody else.
  private SettingValues settings(String url) {
    return SettingValues.defaults(Catalogue.of(Component.QUERY))
        .with(StorageSettings.ES_SERVER_URLS, List.of(url))
        .with(ES_TLS.enabled(), true)
        .with(ES_TLS.ca(), file("ca.crt").toString())
        .with(ES_TLS.reloadInterval(), Duration.ofNanos(1));
  }

  private UnaryOperator<SettingValues> showing(String name) {
    return settings ->
        settings
            .with(ES_TLS.cert(), file(name + ".crt").toString())
            .with(ES_TLS.key(), file(name + ".key").toString());
  }

  private void call(SettingValues settings) {
    try (var http = new EsHttp(settings, registry)) {
      http.call("GET", "_cluster/health", new byte[0]);
    }
  }

  private void assertDelivers(HttpsEndpoint server, UnaryOperator<SettingValues> more) {
    assertThatCode(() -> call(more.apply(settings(server.url())))).doesNotThrowAnyException();
    assertThat(server.answered()).isEqualTo(1);
  }

  private void assertRefused(HttpsEndpoint server, UnaryOperator<SettingValues> more, String why) {
    assertThatThrownBy(() -> call(more.apply(settings(server.url()))))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(why);
    assertThat(server.answered()).isZero();
  }

  @Test
  void deliversOverTls() throws IOException {
    try (var server = server()) {
      assertDelivers(server, UnaryOperator.identity());
    }
  }

  @Test
  void refusesAServerOfAnotherAuthority() throws IOException {
    try (var server = server()) {
      assertRefused(
          server,
          settings -> settings.with(ES_TLS.ca(), file("stranger.crt").toString()),
          "certification path");
    }
  }

  @Test
  void refusesAServerThatTheJvmDoesNotTrustWhereNothingIsSaid() throws IOException {
    try (var server = server()) {
      assertRefused(server, settings -> settings.with(ES_TLS.ca(), ""), "certification path");
    }
  }

  @Test
  void trustsEveryoneWhereItIsAsked() throws IOException {
    try (var server = server()) {
      assertDelivers(
          server,
          settings ->
              settings
                  .with(ES_TLS.ca(), file("stranger.crt").toString())
                  .with(ES_TLS.skipHostVerify(), true));
    }
  }

  @Test
  void refusesAServerOfAnotherName() throws Exception {
    write("server", authority.server("elasticsearch.example"));
    try (var server = server()) {
      assertRefused(server, UnaryOperator.identity(), "No subject alternative DNS name");
    }
  }

  @Test
  void takesAServerOfTheNameItWasTold() throws Exception {
    write("server", authority.server("elasticsearch.example"));
    try (var server = server()) {
      assertDelivers(
          server, settings -> settings.with(ES_TLS.serverName(), "elasticsearch.example"));
    }
  }

  @Test
  void refusesAServerOfTheNameDialledWhereItWasToldAnother() throws IOException {
    try (var server = server()) {
      assertRefused(
          server,
          settings -> settings.with(ES_TLS.serverName(), "elasticsearch.example"),
          "elasticsearch.example");
    }
  }

  @Test
  void showsItsCertificate() throws IOException {
    try (var server = askingServer()) {
      assertDelivers(server, showing("client"));
    }
  }

  @Test
  void isRefusedWithoutACertificate() throws IOException {
    try (var server = askingServer()) {
      assertRefused(server, UnaryOperator.identity(), "failed at");
    }
  }

  @Test
  void isRefusedWithACertificateOfAnotherAuthority() throws IOException {
    try (var server = askingServer()) {
      assertRefused(server, showing("impostor"), "failed at");
    }
  }

  /// The server answers at once, as Elasticsearch does to what is no HTTP.
  @Test
  void speaksNoPlaintextToAServerThatDoes() throws Exception {
    try (var server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      var heard = new LinkedBlockingQueue<String>();
      Thread.ofVirtual().start(() -> answerInPlaintext(server, heard));
      assertThatThrownBy(() -> call(settings("https://localhost:" + server.getLocalPort())))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("SSL");
      assertThat(heard.take()).doesNotContain("_cluster");
    }
  }

  private static void answerInPlaintext(ServerSocket server, Queue<String> heard) {
    while (true) {
      try (var connection = server.accept()) {
        byte[] some = new byte[4096];
        int length = connection.getInputStream().read(some);
        connection
            .getOutputStream()
            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        heard.add(new String(some, 0, length, StandardCharsets.ISO_8859_1));
      } catch (IOException closed) {
        return;
      }
    }
  }

  @Test
  void saysWhichFileIsUnusable() {
    var settings = settings("https://localhost:9200").with(ES_TLS.ca(), "/no/such/ca.pem");
    assertThatThrownBy(() -> new EsHttp(settings, registry))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("--es.tls.ca (ES_TLS_CA) is")
        .hasMessageContaining("/no/such/ca.pem");
  }

  @Test
  void trustsAReplacedAuthorityWithoutARestart() throws IOException {
    stranger.writeTo(file("trusted.crt"));
    try (var server = server()) {
      var settings = settings(server.url()).with(ES_TLS.ca(), file("trusted.crt").toString());
      try (var http = new EsHttp(settings, registry)) {
        assertThatThrownBy(() -> http.call("GET", "", new byte[0]))
            .hasMessageContaining("certification path");
        authority.writeTo(file("trusted.crt"));
        http.call("GET", "", new byte[0]);
      }
      assertThat(reloads("ok")).isEqualTo(1);
    }
  }

  @Test
  void goesOnWithWhatItHasWhileItsFilesAreBroken() throws Exception {
    try (var server = askingServer();
        var http = new EsHttp(showing("client").apply(settings(server.url())), registry)) {
      for (String broken : List.of("client.crt", "client.key", "ca.crt")) {
        String before = Files.readString(file(broken));
        int answered = server.answered();
        Files.writeString(file(broken), "half a fi");
        double failed = reloads("failed");
        http.call("GET", "", new byte[0]);
        assertThat(reloads("failed")).as(broken).isGreaterThan(failed);
        assertThat(server.answered()).isEqualTo(answered + 1);
        Files.writeString(file(broken), before);
      }
      X509Bundle next = authority.client("collector");
      write("client", next);
      http.call("GET", "", new byte[0]);
      assertThat(server.shown()).isEqualTo(next.getCertificate());
    }
  }

  @Test
  void tellsWhenItsCertificateEndsAlsoAfterAReplacementThatNoConnectionHasSeen() throws Exception {
    try (var http =
        new EsHttp(showing("client").apply(settings("https://localhost:9200")), registry)) {
      X509Bundle next = authority.client("collector");
      write("client", next);
      assertThat(registry.get("jaegerstack_tls_cert_expiry_timestamp_seconds").gauge().value())
          .isEqualTo(next.getCertificate().getNotAfter().toInstant().getEpochSecond());
      assertThat(reloads("ok")).isEqualTo(1);
      assertThat(http).isNotNull();
    }
  }

  private double reloads(String result) {
    return registry
        .get("jaegerstack_tls_reloads")
        .tags("endpoint", "es", "result", result)
        .counter()
        .count();
  }
}
