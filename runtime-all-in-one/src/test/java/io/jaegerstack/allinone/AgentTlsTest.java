package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.collector.Collector;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.settings.tls.authority.TestAuthority;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent towards collectors that are, and are not, what it was told to trust: the agent's row
/// of the table in `docs/tls.md`.
class AgentTlsTest {
  private static final String FAILED =
      "jaegerstack_tls_handshakes_failed_total{endpoint=\"%s\",reason=\"%s\"}";

  private static final String NAMED = "--reporter.grpc.tls.server-name=collector.example";

  @TempDir Path directory;
  private TestAuthority authority;

  @BeforeEach
  void write() throws Exception {
    authority = TestAuthority.named("authority");
    var stranger = TestAuthority.named("stranger");
    authority.writeTo(directory.resolve("ca.crt"));
    stranger.writeTo(directory.resolve("stranger.crt"));
    write("tls", authority.server("collector.example"));
    write("agent", authority.client("agent"));
    write("impostor", stranger.client("agent"));
  }

  private void write(String name, X509Bundle owner) throws IOException {
    TestAuthority.write(owner, directory.resolve(name + ".crt"), directory.resolve(name + ".key"));
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

  /// A collector that asks for certificates of the authority, and an agent that trusts it.
  private TlsStack asking(String... agent) throws IOException {
    return stack(
        Stream.concat(
                Stream.of(
                    "--collector.grpc.tls.client-ca=" + directory.resolve("ca.crt"),
                    "--reporter.grpc.tls.enabled",
                    trusts("ca.crt"),
                    NAMED),
                Stream.of(agent))
            .toArray(String[]::new));
  }

  private String[] shows(String name) {
    return new String[] {
      "--reporter.grpc.tls.cert=" + directory.resolve(name + ".crt"),
      "--reporter.grpc.tls.key=" + directory.resolve(name + ".key")
    };
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
    assertFails(stack, "reporter.grpc", reason);
  }

  private static void assertFails(TlsStack stack, String endpoint, String reason) {
    send(stack);
    String count = FAILED.formatted(endpoint, reason);
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
    try (var stack = stack("--reporter.grpc.tls.enabled", trusts("ca.crt"), NAMED)) {
      assertDelivers(stack);
    }
  }

  @Test
  void showsItsCertificate() throws IOException {
    try (var stack = asking(shows("agent"))) {
      assertDelivers(stack);
    }
  }

  /// Of TLS 1.3 the agent's own handshake is over before the collector has seen that it has none.
  @Test
  void isRefusedWithoutACertificate() throws IOException {
    try (var stack = asking()) {
      assertFails(stack, "collector.grpc", "certificate");
    }
  }

  @Test
  void isRefusedWithACertificateOfAnotherAuthority() throws IOException {
    try (var stack = asking(shows("impostor"))) {
      assertFails(stack, "collector.grpc", "certificate");
    }
  }

  @Test
  void asksForSamplingStrategiesOverTheSameConnection() throws IOException {
    try (var stack = asking(shows("agent"))) {
      int port = stack.allInOne().agent().agent().samplingPort();
      Eventually.find(
          "the collector's strategy",
          () ->
              Optional.of(QueryClient.text(port, "/sampling?service=shop"))
                  .filter(answer -> answer.contains("samplingRate")));
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
    try (var stack = stack("--reporter.grpc.tls.enabled", trusts("stranger.crt"), NAMED)) {
      assertFails(stack, "certificate");
    }
  }

  @Test
  void deliversNothingToACollectorWithoutTls() throws IOException {
    try (var collector = started(false)) {
      String address = "127.0.0.1:" + TlsPort.GRPC.number(collector);
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
