package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.allinone.TlsStack.Port;
import io.jaegerstack.collector.Collector;
import io.jaegerstack.ledger.Counted;
import io.netty.pkitesting.X509Bundle;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every port with TLS and callers' certificates, and the agent that is such a caller.
class TlsTest {
  @TempDir static Path directory;
  private static TlsAuthority authority;
  private static TlsAuthority stranger;
  private static X509Bundle caller;
  private static TlsStack stack;

  @BeforeAll
  static void start() throws Exception {
    authority = TlsAuthority.named("authority");
    stranger = TlsAuthority.named("stranger");
    caller = authority.client("caller");
    stack = TlsStack.started(directory, authority.server("localhost"), authority);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @ParameterizedTest
  @EnumSource
  void answersACallerWithTheRightCertificate(Port port) throws Exception {
    stack.call(port, caller, authority.certificate());
  }

  @ParameterizedTest
  @EnumSource
  void refusesACallerWithoutACertificate(Port port) {
    assertThatThrownBy(() -> stack.call(port, null, authority.certificate()))
        .isInstanceOf(Exception.class);
    awaitFailure(port, "certificate");
  }

  @ParameterizedTest
  @EnumSource
  void refusesACallerOfAnotherAuthority(Port port) throws Exception {
    X509Bundle impostor = TlsAuthority.named("authority").client("caller");
    assertThatThrownBy(() -> stack.call(port, impostor, authority.certificate()))
        .isInstanceOf(Exception.class);
  }

  @ParameterizedTest
  @EnumSource
  void isNotTrustedWithACertificateOfAnotherAuthority(Port port) {
    assertThatThrownBy(() -> stack.call(port, caller, stranger.certificate()))
        .hasStackTraceContaining("certification path");
  }

  @ParameterizedTest
  @EnumSource
  void closesPlaintextConnectionsAtOnce(Port port) throws Exception {
    try (var socket = new Socket("127.0.0.1", stack.number(port))) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .doesNotContain("HTTP");
    }
    awaitFailure(port, "plaintext");
  }

  @Test
  void storesWhatTheAgentSendsOverTls() {
    UdpClient.sendCompact(stack.allInOne().agent().agent().compactPort(), "shop", 0x71, 5);
    var pipeline = stack.allInOne().ledger().hop(Collector.HOP, Counted.SPANS);
    Eventually.find(
        "5 spans stored", () -> Optional.of(1).filter(one -> pipeline.forwarded() == 5));
  }

  private static void awaitFailure(Port port, String reason) {
    String line =
        "jaegerstack_tls_handshakes_failed_total{endpoint=\"%s\",reason=\"%s\"} "
            .formatted(port.prefix, reason);
    Eventually.find("one more of " + line, () -> count(line).filter(count -> count > 0));
  }

  private static Optional<Double> count(String line) {
    try {
      return stack
          .metrics(caller, authority.certificate())
          .lines()
          .filter(each -> each.startsWith(line))
          .map(each -> Double.parseDouble(each.substring(line.length())))
          .findFirst();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }
}
