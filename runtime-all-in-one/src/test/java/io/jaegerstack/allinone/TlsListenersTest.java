package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.settings.tls.authority.TestAuthority;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The listeners' part of the table in `docs/tls.md`: a row is a port, a column is a test. One
/// stack that everybody may call, and one that asks for certificates.
class TlsListenersTest {
  private static final String FAILED = "jaegerstack_tls_handshakes_failed_total";
  private static final String RELOADS = "jaegerstack_tls_reloads_total";

  @TempDir static Path openDirectory;
  @TempDir static Path askingDirectory;
  private static TestAuthority authority;
  private static TestAuthority stranger;

  /// With a certificate of the authority.
  private static TlsCaller known;

  /// Without one.
  private static TlsCaller anybody;

  private static TlsStack open;
  private static TlsStack asking;

  @BeforeAll
  static void start() throws Exception {
    authority = TestAuthority.named("authority");
    stranger = TestAuthority.named("stranger");
    known = TlsCaller.of(authority.client("caller"), authority.certificate());
    anybody = TlsCaller.of(null, authority.certificate());
    open = TlsStack.open(openDirectory, authority.server("localhost"), authority);
    asking = TlsStack.asking(askingDirectory, authority.server("localhost"), authority);
  }

  @AfterAll
  static void stop() {
    open.close();
    asking.close();
  }

  @ParameterizedTest
  @EnumSource
  void answersOverTls(TlsPort port) throws Exception {
    anybody.call(open, port);
  }

  @ParameterizedTest
  @EnumSource
  void isNotTrustedByCallersOfAnotherAuthority(TlsPort port) {
    var caller = TlsCaller.of(null, stranger.certificate());
    assertThatThrownBy(() -> caller.call(open, port)).hasStackTraceContaining("certification path");
  }

  @ParameterizedTest
  @EnumSource
  void closesPlaintextConnectionsAtOnce(TlsPort port) {
    assertCounted(open, port, "plaintext", () -> assertPlaintextIsRefused(open, port));
    assertCounted(asking, port, "plaintext", () -> assertPlaintextIsRefused(asking, port));
  }

  private static void assertPlaintextIsRefused(TlsStack stack, TlsPort port) {
    String hello =
        port.isGrpc() ? "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" : "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    try (var socket = new Socket("127.0.0.1", port.number(stack))) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(hello.getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .doesNotContain("HTTP");
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersACallerWithACertificate(TlsPort port) throws Exception {
    known.call(asking, port);
  }

  @ParameterizedTest
  @EnumSource
  void refusesACallerWithoutACertificate(TlsPort port) {
    assertCounted(
        asking,
        port,
        "certificate",
        () -> assertThatThrownBy(() -> anybody.call(asking, port)).isInstanceOf(Exception.class));
  }

  /// Of the same name as the one that is trusted.
  @ParameterizedTest
  @EnumSource
  void refusesACallerOfAnotherAuthority(TlsPort port) throws Exception {
    var impostor =
        TlsCaller.of(TestAuthority.named("authority").client("caller"), authority.certificate());
    assertCounted(
        asking,
        port,
        "certificate",
        () -> assertThatThrownBy(() -> impostor.call(asking, port)).isInstanceOf(Exception.class));
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWithWhatItHasWhileItsFilesAreBroken(TlsPort port) throws Exception {
    var before = known.shown(asking, port);
    Path certificate = askingDirectory.resolve("tls.crt");
    double failed = asking.count(known, port, RELOADS, "result=\"failed\"");
    Files.writeString(certificate, "half a certifica");
    asking.awaitMore(failed, known, port, RELOADS, "result=\"failed\"");
    known.call(asking, port);
    assertThat(known.shown(asking, port)).isEqualTo(before);

    X509Bundle next = authority.server("localhost");
    asking.replace(next);
    Eventually.find(
        "the new certificate at " + port,
        () -> Optional.of(known.shown(asking, port)).filter(next.getCertificate()::equals));
    known.call(asking, port);
  }

  private static void assertCounted(TlsStack stack, TlsPort port, String reason, Runnable failure) {
    String labels = "reason=\"" + reason + "\"";
    double before = stack.count(known, port, FAILED, labels);
    failure.run();
    stack.awaitMore(before, known, port, FAILED, labels);
  }
}
