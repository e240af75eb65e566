package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.agent.Agent;
import io.jaegerstack.collector.Collector;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.settings.tls.authority.TestAuthority;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Certificates of the agent and of its collector replaced while spans never stop coming, and while
/// the collector asks for a new connection again and again, so that each certificate is used.
class AgentTlsReplacedUnderLoadTest {
  private static final int REPLACEMENTS = 6;
  private static final String AGENT = "endpoint=\"reporter.grpc\"";
  private static final String COLLECTOR = "endpoint=\"collector.grpc\"";
  private static final String HANDSHAKES = "jaegerstack_tls_handshakes_total{";
  private static final String RELOADS = "jaegerstack_tls_reloads_total{";
  private static final String FAILED = "jaegerstack_tls_handshakes_failed_total{";

  @TempDir Path directory;
  private final AtomicBoolean enough = new AtomicBoolean();
  private final AtomicLong sent = new AtomicLong();
  private List<TestAuthority> authorities;
  private TlsStack stack;
  private Thread client;

  private void start(String reporter) throws Exception {
    authorities = List.of(TestAuthority.named("first"), TestAuthority.named("second"));
    for (String trusted : List.of("ca.crt", "callers.crt")) {
      TestAuthority.write(
          file(trusted), authorities.getFirst().certificate(), authorities.getLast().certificate());
    }
    write("collector", authorities.getFirst().server("localhost"));
    write("agent", authorities.getFirst().client("agent"));
    var flags = new ArrayList<>(List.of(Flags.ALL_IN_ONE));
    flags.add("--collector.grpc-server.max-connection-age=200ms");
    flags.add("--collector.relay.max-connection-age=200ms");
    flags.addAll(tls("collector.grpc", "collector"));
    flags.add("--collector.grpc.tls.client-ca=" + file("callers.crt"));
    flags.add("--reporter.type=" + reporter);
    flags.addAll(tls("reporter.grpc", "agent"));
    flags.add("--reporter.grpc.tls.ca=" + file("ca.crt"));
    flags.add("--reporter.grpc.tls.server-name=localhost");
    stack = TlsStack.started(directory, flags);
    client = Thread.ofVirtual().start(this::keepsSending);
  }

  @AfterEach
  void stop() {
    enough.set(true);
    stack.close();
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  private void write(String name, X509Bundle owner) throws IOException {
    TestAuthority.write(owner, file(name + ".crt"), file(name + ".key"));
  }

  private List<String> tls(String prefix, String name) {
    return List.of(
        "--" + prefix + ".tls.enabled",
        "--" + prefix + ".tls.cert=" + file(name + ".crt"),
        "--" + prefix + ".tls.key=" + file(name + ".key"),
        "--" + prefix + ".tls.reload-interval=20ms");
  }

  private void keepsSending() {
    int port = stack.allInOne().agent().agent().compactPort();
    while (!enough.get()) {
      UdpClient.sendCompact(port, "shop", sent.incrementAndGet(), 1);
      LockSupport.parkNanos(2_000_000);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "relay"})
  void losesNoSpanAndFailsNoHandshake(String reporter) throws Exception {
    start(reporter);
    for (int i = 1; i <= REPLACEMENTS; i++) {
      replace("collector", COLLECTOR, authorities.get(i % 2).server("localhost"));
      replace("agent", AGENT, authorities.get((i + 1) % 2).client("agent"));
    }
    double reloads = count(RELOADS + COLLECTOR + ",result=\"ok\"}");
    // Only the one that has signed the agent's last certificate.
    authorities.get((REPLACEMENTS + 1) % 2).writeTo(file("callers.crt"));
    awaitMore(reloads, RELOADS + COLLECTOR + ",result=\"ok\"}");
    assertNewConnections();
    assertAllDelivered();
    boolean isRelayed = count("jaegerstack_collector_relay_frames_total{") > 0;
    assertThat(isRelayed).isEqualTo(reporter.equals("relay"));
    for (String reason : List.of("plaintext", "certificate", "timeout", "protocol", "closed")) {
      for (String endpoint : List.of(AGENT, COLLECTOR)) {
        String name = FAILED + endpoint + ",reason=\"" + reason + "\"}";
        assertThat(count(name)).as(name).isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "relay"})
  void goesOnWithWhatItHasWhileItsFilesAreBroken(String reporter) throws Exception {
    start(reporter);
    for (String broken : List.of("agent.crt", "agent.key", "ca.crt")) {
      String before = Files.readString(file(broken));
      double failed = count(RELOADS + AGENT + ",result=\"failed\"}");
      Files.writeString(file(broken), "half a fi");
      awaitMore(failed, RELOADS + AGENT + ",result=\"failed\"}");
      assertNewConnections();
      Files.writeString(file(broken), before);
    }
    replace("agent", AGENT, authorities.getFirst().client("agent"));
    assertAllDelivered();
  }

  private void replace(String name, String endpoint, X509Bundle owner) throws IOException {
    String reloads = RELOADS + endpoint + ",result=\"ok\"}";
    double before = count(reloads);
    write(name, owner);
    awaitMore(before, reloads);
    assertNewConnections();
  }

  private void assertNewConnections() {
    for (String endpoint : List.of(AGENT, COLLECTOR)) {
      awaitMore(count(HANDSHAKES + endpoint + "}"), HANDSHAKES + endpoint + "}");
    }
  }

  private void assertAllDelivered() throws InterruptedException {
    enough.set(true);
    client.join();
    Hop pipeline = stack.allInOne().ledger().hop(Collector.HOP, Counted.SPANS);
    Eventually.find(
        sent.get() + " spans stored",
        () -> Optional.of(pipeline.forwarded()).filter(stored -> stored >= sent.get()));
    assertThat(pipeline.forwarded()).isEqualTo(sent.get());
    Hop reporter = stack.allInOne().ledger().hop(Agent.REPORTER_HOP, Counted.SPANS);
    Eventually.find(
        sent.get() + " spans answered for",
        () -> Optional.of(reporter.forwarded()).filter(answered -> answered >= sent.get()));
    assertThat(reporter.forwarded()).isEqualTo(sent.get());
    assertThat(count("jaeger_agent_reporter_batches_failures_total{")).isZero();
  }

  private void awaitMore(double before, String name) {
    Eventually.find(
        "more than %s of %s".formatted(before, name),
        () -> Optional.of(count(name)).filter(count -> count > before));
  }

  private double count(String name) {
    return QueryClient.text(stack.allInOne().adminPort(), "/metrics")
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
