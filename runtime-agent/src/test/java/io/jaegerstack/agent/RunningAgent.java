package io.jaegerstack.agent;

import io.jaegerstack.agent.otlp.OtlpPorts;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Lifecycle;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.settings.AgentOtlpSettings;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.SettingValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.UnaryOperator;

/// An agent with its real sockets on free ports of the loopback, and a client's socket to send it
/// packets.
public final class RunningAgent implements AutoCloseable {
  /// Fit into the smallest socket buffer, whatever their size.
  private static final int PACKETS_AHEAD = 3;

  private final Ledger ledger = new Ledger();
  private final Metrics metrics = Metrics.empty();
  private final Health health = Health.notReady();
  private final Agent agent;
  private final OtlpPorts otlp;
  private final Lifecycle lifecycle;
  private final DatagramSocket client;
  private boolean stopped;
  private int sentCompact;
  private int sentBinary;
  private int sentZipkin;

  private RunningAgent(SettingValues settings) throws IOException {
    var loops = EventLoops.of(2);
    agent = Agent.of(settings, loops, metrics, ledger);
    agent.tell(health);
    var parts = new ArrayList<Part>();
    parts.add(loops);
    parts.addAll(agent.parts());
    otlp = agent.otlp(settings, loops, metrics, Health.notReady());
    parts.addAll(otlp.parts());
    lifecycle = Lifecycle.of("test agent", ledger, parts);
    lifecycle.start();
    client = new DatagramSocket();
  }

  public static RunningAgent start(String collectors) {
    return start(collectors, settings -> settings);
  }

  public static RunningAgent start(String collectors, UnaryOperator<SettingValues> more) {
    var settings =
        SettingValues.defaults(Catalogue.of(Component.AGENT))
            .with(AgentSettings.COMPACT.hostPort(), HostPort.loopback(0))
            .with(AgentSettings.BINARY.hostPort(), HostPort.loopback(0))
            .with(AgentSettings.ZIPKIN.hostPort(), HostPort.loopback(0))
            .with(AgentSettings.HTTP_HOST_PORT, HostPort.loopback(0))
            .with(AgentOtlpSettings.GRPC_HOST_PORT, HostPort.loopback(0))
            .with(AgentOtlpSettings.HTTP_HOST_PORT, HostPort.loopback(0))
            .with(AgentSettings.REPORTER_HOST_PORT, collectors);
    try {
      return new RunningAgent(more.apply(settings));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Sends, and lets the agent read from time to time: the kernel's buffer is not what is tested.
  public void sendCompact(byte[] packet) {
    send(packet, agent.compactPort());
    awaitRead(compact(), ++sentCompact);
  }

  public void sendBinary(byte[] packet) {
    send(packet, agent.binaryPort());
    awaitRead(binary(), ++sentBinary);
  }

  public void sendZipkin(byte[] packet) {
    send(packet, agent.zipkinPort());
    awaitRead(zipkin(), ++sentZipkin);
  }

  private void awaitRead(Hop hop, int sent) {
    if (sent % PACKETS_AHEAD == 0) {
      Await.until(() -> hop.received() == sent, ledger::snapshot);
    }
  }

  private void send(byte[] packet, int port) {
    try {
      client.send(
          new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), port));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public int otlpGrpcPort() {
    return otlp.grpc().port();
  }

  public int otlpHttpPort() {
    return otlp.http().port();
  }

  public int samplingPort() {
    return agent.samplingPort();
  }

  public Hop reporter() {
    return ledger.hop(Agent.REPORTER_HOP, Counted.SPANS);
  }

  public Hop compact() {
    return ledger.hop("agent.udp.compact", Counted.PACKETS);
  }

  public Hop binary() {
    return ledger.hop("agent.udp.binary", Counted.PACKETS);
  }

  public Hop zipkin() {
    return ledger.hop("agent.udp.zipkin-compact", Counted.PACKETS);
  }

  public Ledger ledger() {
    return ledger;
  }

  public Health health() {
    return health;
  }

  public String scrape() {
    return metrics.scrape();
  }

  public void awaitBalanced() {
    Await.until(() -> ledger.unbalanced().isEmpty(), ledger::snapshot);
  }

  /// Whether nothing was lost; true where it had stopped before.
  public boolean stop(Duration timeout) {
    if (stopped) {
      return true;
    }
    stopped = true;
    return lifecycle.stop(timeout);
  }

  @Override
  public void close() {
    stop(Duration.ofSeconds(10));
    client.close();
  }
}
