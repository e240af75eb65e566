package io.jaegerstack.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.tls.authority.TestAuthority;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsServerTest {
  private static final String FAILED = "jaegerstack_tls_handshakes_failed";
  private static final String RELOADS = "jaegerstack_tls_reloads";

  @TempDir Path directory;
  private Path certificate;
  private Path key;
  private TestAuthority authority;
  private TestAuthority stranger;
  private X509Bundle own;

  @BeforeEach
  void write() throws Exception {
    authority = TestAuthority.named("authority");
    stranger = TestAuthority.named("stranger");
    certificate = directory.resolve("tls.crt");
    key = directory.resolve("tls.key");
    own = authority.server("localhost");
    TestAuthority.write(own, certificate, key);
  }

  private TlsPort port() throws IOException {
    return TlsPort.of(certificate, key, UnaryOperator.identity());
  }

  /// Of callers whose certificates the authority has signed.
  private TlsPort askingPort() throws IOException {
    Path callers = authority.writeTo(directory.resolve("callers.pem"));
    return TlsPort.of(
        certificate, key, settings -> settings.with(TlsPort.TLS.clientCa(), callers.toString()));
  }

  private static double failed(TlsPort port, String reason) {
    return port.count(FAILED, "endpoint", "collector.http", "reason", reason);
  }

  @Test
  void answersOverTls() throws Exception {
    try (var port = port()) {
      assertThat(port.get(authority.trusting())).isEqualTo("yes");
      assertThat(port.count("jaegerstack_tls_handshakes")).isEqualTo(1);
      assertThat(port.gauge("jaegerstack_tls_cert_expiry_timestamp_seconds"))
          .isEqualTo(own.getCertificate().getNotAfter().toInstant().getEpochSecond());
    }
  }

  @Test
  void isNotTrustedByCallersOfAnotherAuthority() throws Exception {
    try (var port = port()) {
      assertThatThrownBy(() -> port.shakeHands(stranger.trusting()))
          .isInstanceOf(SSLException.class);
      TlsPort.await(() -> failed(port, "certificate") == 1);
    }
  }

  @Test
  void isNotTrustedUnderAnotherName() throws Exception {
    try (var port = port()) {
      assertThatThrownBy(() -> port.get(authority.trusting(), "127.0.0.1"))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("127.0.0.1");
    }
  }

  @Test
  void takesCallersWithACertificateOfTheRightAuthority() throws Exception {
    try (var port = askingPort()) {
      assertThat(port.get(authority.trusting(authority.client("caller")))).isEqualTo("yes");
    }
  }

  @Test
  void refusesCallersWithoutACertificate() throws Exception {
    try (var port = askingPort()) {
      assertThatThrownBy(() -> port.get(authority.trusting())).isInstanceOf(IOException.class);
      TlsPort.await(() -> failed(port, "certificate") > 0);
    }
  }

  @Test
  void refusesCallersWithACertificateOfAnotherAuthority() throws Exception {
    var impostor = TestAuthority.named("authority");
    try (var port = askingPort()) {
      var caller = authority.trusting(impostor.client("caller"));
      assertThatThrownBy(() -> port.get(caller)).isInstanceOf(IOException.class);
      TlsPort.await(() -> failed(port, "certificate") > 0);
    }
  }

  @Test
  void closesPlaintextConnectionsAtOnce() throws Exception {
    try (var port = port();
        var socket = new Socket("127.0.0.1", port.port())) {
      socket.setSoTimeout(3_000);
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().readAllBytes()).doesNotContain((byte) 'y');
      TlsPort.await(() -> failed(port, "plaintext") == 1);
      assertThat(port.get(authority.trusting())).isEqualTo("yes");
    }
  }

  @Test
  void endsHandshakesThatTakeTooLongAndServesOthersMeanwhile() throws Exception {
    try (var port = TlsPort.of(certificate, key, UnaryOperator.identity(), Duration.ofMillis(700));
        var silent = new Socket("127.0.0.1", port.port())) {
      silent.setSoTimeout(10_000);
      assertThat(port.get(authority.trusting())).isEqualTo("yes");
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
      TlsPort.await(() -> failed(port, "timeout") == 1);
    }
  }

  @Test
  void shakesHandsOnceForAConnection() throws Exception {
    try (var port = port();
        var socket = port.shakeHands(authority.trusting(), "TLSv1.2")) {
      socket.setSoTimeout(10_000);
      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                socket.getInputStream().read();
              })
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(SocketTimeoutException.class);
      assertThat(port.get(authority.trusting())).isEqualTo("yes");
    }
  }

  @Test
  void speaksNoVersionBelowTheOldest() throws Exception {
    try (var port =
        TlsPort.of(certificate, key, settings -> settings.with(TlsPort.TLS.minVersion(), "1.3"))) {
      assertThatThrownBy(() -> port.shakeHands(authority.trusting(), "TLSv1.2"))
          .isInstanceOf(SSLException.class);
      TlsPort.await(() -> failed(port, "protocol") == 1);
      port.shakeHands(authority.trusting(), "TLSv1.3").close();
    }
  }

  @Test
  void speaksOnlyTheSuitesAskedFor() throws Exception {
    String wanted = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    try (var port =
        TlsPort.of(
            certificate,
            key,
            settings -> settings.with(TlsPort.TLS.cipherSuites(), List.of(wanted)))) {
      try (var socket = port.shakeHands(authority.trusting(), "TLSv1.2")) {
        assertThat(socket.getSession().getCipherSuite()).isEqualTo(wanted);
      }
      port.shakeHands(authority.trusting(), "TLSv1.3").close();
    }
  }

  @Test
  void refusesSuitesAndVersionsThatThereAreNot() {
    assertRefused(
        settings -> settings.with(TlsPort.TLS.cipherSuites(), List.of("ROT13")),
        "--collector.http.tls.cipher-suites has \"ROT13\", expected names such as");
    assertRefused(
        settings ->
            settings.with(TlsPort.TLS.minVersion(), "1.3").with(TlsPort.TLS.maxVersion(), "1.2"),
        "--collector.http.tls.max-version is 1.2, expected at least");
  }

  private void assertRefused(UnaryOperator<SettingValues> settings, String why) {
    assertThatThrownBy(() -> TlsPort.of(certificate, key, settings))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith(why);
  }

  @Test
  void showsAReplacedCertificateToNewConnectionsAndKeepsOldOnes() throws Exception {
    try (var port = port();
        var before = port.shakeHands(authority.trusting())) {
      X509Bundle next = authority.server("localhost");
      TestAuthority.write(next, certificate, key);
      TlsPort.await(() -> shown(port).equals(next.getCertificate()));

      before.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(before.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .endsWith("yes");
      assertThat(port.count(RELOADS, "result", "ok")).isEqualTo(1);
      assertThat(port.gauge("jaegerstack_tls_cert_expiry_timestamp_seconds"))
          .isEqualTo(next.getCertificate().getNotAfter().toInstant().getEpochSecond());
    }
  }

  /// As Kubernetes replaces a mounted Secret: `tls.crt` is a link through `..data`, and that is
  /// moved to a new directory.
  @Test
  void seesASecretReplacedBehindItsLinks() throws Exception {
    Path first = secret("first", authority.server("localhost"));
    Path data = Files.createSymbolicLink(directory.resolve("..data"), first);
    Path linked = directory.resolve("linked");
    Files.createDirectory(linked);
    Path crt = Files.createSymbolicLink(linked.resolve("tls.crt"), data.resolve("tls.crt"));
    Path pem = Files.createSymbolicLink(linked.resolve("tls.key"), data.resolve("tls.key"));
    try (var port = TlsPort.of(crt, pem, UnaryOperator.identity())) {
      X509Bundle next = authority.server("localhost");
      Path moved = Files.createSymbolicLink(directory.resolve("..tmp"), secret("second", next));
      Files.move(moved, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      TlsPort.await(() -> shown(port).equals(next.getCertificate()));
      assertThat(port.count(RELOADS, "result", "failed")).isZero();
    }
  }

  private Path secret(String name, X509Bundle bundle) throws IOException {
    Path secret = Files.createDirectory(directory.resolve(name));
    TestAuthority.write(bundle, secret.resolve("tls.crt"), secret.resolve("tls.key"));
    return secret;
  }

  @Test
  void goesOnWithWhatItHasWhileAReplacementIsBroken() throws Exception {
    try (var port = port()) {
      Files.writeString(certificate, "not a certificate");
      TlsPort.await(() -> port.count(RELOADS, "result", "failed") >= 2);
      assertThat(shown(port)).isEqualTo(own.getCertificate());
      assertThat(port.get(authority.trusting())).isEqualTo("yes");

      X509Bundle next = authority.server("localhost");
      TestAuthority.write(next, certificate, key);
      TlsPort.await(() -> shown(port).equals(next.getCertificate()));
    }
  }

  @Test
  void takesAReplacedAuthorityForCallers() throws Exception {
    try (var port = askingPort()) {
      var newcomer = authority.trusting(stranger.client("caller"));
      assertThatThrownBy(() -> port.get(newcomer)).isInstanceOf(IOException.class);
      stranger.writeTo(directory.resolve("callers.pem"));
      TlsPort.await(() -> port.count(RELOADS, "result", "ok") == 1);
      assertThat(port.get(newcomer)).isEqualTo("yes");
      var former = authority.trusting(authority.client("caller"));
      assertThatThrownBy(() -> port.get(former)).isInstanceOf(IOException.class);
    }
  }

  private X509Certificate shown(TlsPort port) {
    try (var socket = port.shakeHands(authority.trusting())) {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }
}
