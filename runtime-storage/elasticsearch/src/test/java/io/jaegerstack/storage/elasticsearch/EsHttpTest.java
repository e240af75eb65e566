package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How we present ourselves, and whom we trust.
class EsHttpTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path directory;

  private static SettingValues settings(String url) {
    return SettingValues.defaults(Catalogue.of(Component.QUERY))
        .with(StorageSettings.ES_SERVER_URLS, List.of(url));
  }

  private static void bulk(SettingValues settings) {
    try (var http = new EsHttp(settings)) {
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
      try (var http = new EsHttp(settings)) {
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
      assertThatThrownBy(() -> new EsHttp(settings(url)))
          .isInstanceOf(SettingException.class)
          .hasMessageContaining("--es.server-urls has \"" + url + "\"");
    }
  }

  @Test
  void refusesAPasswordInAnAddressWithoutRepeatingIt() {
    assertThatThrownBy(() -> new EsHttp(settings("http://user:secretpw@es:9200")))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("ES_PASSWORD")
        .hasMessageNotContaining("secretpw");
  }

  @Test
  void keepsThePathOfAnAddress() throws IOException {
    try (var server = new FaultServer();
        var http = new EsHttp(settings(server.url() + "/behind/a/proxy"))) {
      http.call("GET", "_cluster/health", new byte[0]);
      assertThat(server.others()).containsExactly("GET /behind/a/proxy/_cluster/health");
    }
  }

  @Test
  void trustsTheAuthorityItIsGivenAndNoOther() throws Exception {
    try (var server = new FaultServer(https())) {
      String url = server.url().replace("http:", "https:");
      var trusting =
          settings(url)
              .with(StorageSettings.ES_TLS.enabled(), true)
              .with(StorageSettings.ES_TLS.ca(), directory.resolve("server.pem").toString());
      bulk(trusting);
      assertThat(server.bulks()).hasSize(1);
      assertThatThrownBy(() -> bulk(settings(url)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("certification path");
    }
  }

  @Test
  void trustsEveryoneWhereItIsAsked() throws Exception {
    try (var server = new FaultServer(https())) {
      String url = server.url().replace("http://127.0.0.1", "https://localhost");
      bulk(
          settings(url)
              .with(StorageSettings.ES_TLS.enabled(), true)
              .with(StorageSettings.ES_TLS.skipHostVerify(), true));
      assertThat(server.bulks()).hasSize(1);
    }
  }

  @Test
  void saysWhichTlsFileIsUnusable() {
    var settings =
        settings("https://127.0.0.1:9200")
            .with(StorageSettings.ES_TLS.enabled(), true)
            .with(StorageSettings.ES_TLS.ca(), "/no/such/ca.pem");
    assertThatThrownBy(() -> new EsHttp(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("--es.tls.ca (ES_TLS_CA) is")
        .hasMessageContaining("/no/such/ca.pem");
  }

  @Test
  void trustsAReplacedAuthorityWithoutARestart() throws Exception {
    var nanos = new AtomicLong();
    Path authorities = directory.resolve("ca.pem");
    https("other").stop(0);
    Files.copy(directory.resolve("other.pem"), authorities);
    try (var server = new FaultServer(https())) {
      var settings =
          settings(server.url())
              .with(StorageSettings.ES_TLS.enabled(), true)
              .with(StorageSettings.ES_TLS.ca(), authorities.toString());
      var client =
          HttpClient.newBuilder()
              .sslContext(EsTls.context(settings, nanos::get).orElseThrow())
              .build();
      var request =
          HttpRequest.newBuilder(URI.create(server.url().replace("http:", "https:"))).build();
      assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.discarding()))
          .isInstanceOf(SSLException.class);

      Files.copy(directory.resolve("server.pem"), authorities, StandardCopyOption.REPLACE_EXISTING);
      nanos.addAndGet(Duration.ofSeconds(10).toNanos());
      assertThat(client.send(request, HttpResponse.BodyHandlers.discarding())).isNotNull();
    }
  }

  private HttpsServer https() throws Exception {
    return https("server");
  }

  /// A server whose certificate, for 127.0.0.1 only, is in `<name>.pem`.
  private HttpsServer https(String name) throws Exception {
    Path keys = directory.resolve(name + ".p12");
    keytool(
        "-genkeypair",
        "-alias",
        "server",
        "-keyalg",
        "EC",
        "-dname",
        "CN=test",
        "-ext",
        "san=ip:127.0.0.1",
        "-keystore",
        keys.toString());
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "server",
        "-keystore",
        keys.toString(),
        "-file",
        directory.resolve(name + ".pem").toString());
    var store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD);
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    var server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return server;
  }

  private static void keytool(String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", new String(PASSWORD), "-storetype", "PKCS12"));
    Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.waitFor()).as(said).isZero();
  }
}
