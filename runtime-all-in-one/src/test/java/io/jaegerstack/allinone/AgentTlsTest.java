package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.collector.Collector;
import io.jaegerstack.ledger.Counted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent towards collectors that are, and are not, what it was told to trust.
class AgentTlsTest {
  private static final String FAILED =
      "jaegerstack_tls_handshakes_failed_total{endpoint=\"reporter.grpc\",reason=\"%s\"}";

  @TempDir Path directory;
  private TlsAuthority authority;

  @BeforeEach
  void write() throws Exception {
    authority = TlsAuthority.named("authority");
    var own = authority.server("collector.example");
    TlsAuthority.write(directory.resolve("tls.crt"), own.getCertificate());
    TlsAuthority.writeKey(directory.resolve("tls.key"), own);
    TlsAuthority.write(directory.resolve("ca.crt"), authority.certificate());
    var stranger = TlsAuthority.named("stranger").certificate();
    TlsAuthority.write(directory.resolve("stranger.crt"), stranger);
  }

  private TlsStack stack(String... agent) throws IOException {
    return started(true, agent);
  }

  private TlsStack started(boolean collectorSpeaksTls, String... agent) throws IOException {
    var flags = new ArrayList<>(List.of(Flags.ALL_IN_ONE));
    if (collectorSpeaksTls) {
      flags.add("--collector.grpc.tls.enabled");
      flags.add("--collector.grpc.tls.cert=" + directory.resolve("tls.crt"));
      flags.add("--collector.grpc.tls.key=" + directory.resolve("tls.key"));
    }
    flags.addAll(List.of(agent));
    return TlsStack.started(directory, flags);
  }

  private String trusts(String file) {
    return "--reporter.grpc.tls.ca=" + directory.resolve(file);
  }

  private static void assertDelivers(TlsStack stack) {
    send(stack);
    var pipeline = stack.allInOne().ledger().hop(Collector.HOP, Counted.SPANS);
    Eventually.find(
        "3 spans stored", () -> Optional.of(1).filter(one -> pipeline.forwarded() == 3));
  }

  private static void send(TlsStack stack) {
    UdpClient.sendCompact(stack.allInOne().agent().agent().compactPort(), "shop", 0x72, 3);
  }

  /// And nothing arrives.
  private static void assertFails(TlsStack stack, String reason) {
    send(stack);
    String count = FAILED.formatted(reason);
    Eventually.find(
        count,
        () ->
            QueryClient.text(stack.allInOne().adminPort(), "/metrics")
                .lines()
                .filter(line -> line.startsWith(count) && !line.endsWith(" 0.0"))
                .findFirst());
    var pipeline = stack.allInOne().ledger().hop(Collector.HOP, Counted.SPANS);
    assertThat(pipeline.received()).isZero();
  }

  @Test
  void deliversToACollectorOfTheNameItWasTold() throws IOException {
    try (var stack =
        stack(
            "--reporter.grpc.tls.enabled",
            trusts("ca.crt"),
            "--reporter.grpc.tls.server-name=collector.example")) {
      assertDelivers(stack);
    }
  }

  @Test
  void deliversToAnyCollectorWhereItIsAskedTo() throws IOException {
    try (var stack = stack("--reporter.grpc.tls.enabled", "--reporter.grpc.tls.skip-host-verify")) {
      assertDelivers(stack);
    }
  }

  @Test
  void deliversNothingToACollectorOfAnotherName() throws IOException {
    try (var stack = stack("--reporter.grpc.tls.enabled", trusts("ca.crt"))) {
      assertFails(stack, "certificate");
    }
  }

  @Test
  void deliversNothingToACollectorOfAnotherAuthority() throws IOException {
    try (var stack =
        stack(
            "--reporter.grpc.tls.enabled",
            trusts("stranger.crt"),
            "--reporter.grpc.tls.server-name=collector.example")) {
      assertFails(stack, "certificate");
    }
  }

  @Test
  void deliversNothingToACollectorWithoutTls() throws IOException {
    try (var collector = started(false)) {
      String address = "127.0.0.1:" + collector.number(TlsStack.Port.GRPC);
      try (var stack =
          started(
              false,
              "--reporter.grpc.host-port=" + address,
              "--reporter.grpc.tls.enabled",
              trusts("ca.crt"))) {
        assertFails(stack, "plaintext");
      }
    }
  }

  @Test
  void refusesToStartWithTlsAtOneEndOnly() {
    assertThatThrownBy(this::stack)
        .hasMessageContaining(
            "--collector.grpc.tls.enabled is true and --reporter.grpc.tls.enabled is false");
  }
}
