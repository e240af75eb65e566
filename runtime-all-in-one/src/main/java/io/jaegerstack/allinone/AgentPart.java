package io.jaegerstack.allinone;

import io.jaegerstack.agent.Agent;
import io.jaegerstack.collector.Receivers;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.Setting;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.Tenancy;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// The agent, built when it starts: only then is the port known that the collector in this process
/// listens on. `--reporter.grpc.host-port` sends its spans to another collector all the same.
final class AgentPart implements Part {
  private final SettingValues settings;
  private final EventLoops loops;
  private final Metrics metrics;
  private final Health health;
  private final Ledger ledger;
  private final Receivers receivers;
  private final Deque<Part> running = new ArrayDeque<>();
  private @Nullable Agent agent;

  AgentPart(
      SettingValues settings,
      EventLoops loops,
      Metrics metrics,
      Health health,
      Ledger ledger,
      Receivers receivers) {
    this.settings = settings;
    this.loops = loops;
    this.metrics = metrics;
    this.health = health;
    this.ledger = ledger;
    this.receivers = receivers;
  }

  @Override
  public String name() {
    return "agent";
  }

  @Override
  public void start() throws IOException {
    var built = Agent.of(towardsCollector(), loops, metrics, ledger);
    built.tell(health);
    agent = built;
    for (Part part : built.parts()) {
      try {
        part.start();
      } catch (IOException | RuntimeException failed) {
        stop(Deadline.after(settings.value(AgentSettings.REPORTER_TIMEOUT)));
        throw failed;
      }
      running.push(part);
    }
  }

  private SettingValues towardsCollector() {
    return switch (type()) {
      case AgentSettings.TCHANNEL -> {
        refuseWithoutTChannel();
        yield towards(
            settings,
            AgentSettings.TCHANNEL_HOST_PORT,
            settings.value(CollectorSettings.TCHANNEL_HOST_PORT),
            receivers::tchannelPort);
      }
      case AgentSettings.RELAY -> overRelay();
      default -> overGrpc();
    };
  }

  /// The relay, unless somebody says otherwise, or sends the spans to another collector.
  private String type() {
    boolean isFree =
        !settings.isSet(AgentSettings.REPORTER_TYPE)
            && !settings.isSet(AgentSettings.REPORTER_HOST_PORT);
    return isFree && settings.value(CollectorSettings.RELAY_ENABLED)
        ? AgentSettings.RELAY
        : settings.value(AgentSettings.REPORTER_TYPE);
  }

  private SettingValues overGrpc() {
    refuseOneSidedTls();
    return asTenant(
        towards(
            settings,
            AgentSettings.REPORTER_HOST_PORT,
            settings.value(CollectorSettings.GRPC_HOST_PORT),
            receivers::grpcPort));
  }

  /// Over the loopback like any other agent: what a copy in memory would save is small beside what
  /// a second way in would have to be proven for.
  private SettingValues overRelay() {
    SettingValues relay = overGrpc().with(AgentSettings.REPORTER_TYPE, AgentSettings.RELAY);
    boolean elsewhere = settings.isSet(AgentSettings.REPORTER_HOST_PORT);
    return elsewhere || !settings.value(CollectorSettings.RELAY_ENABLED)
        ? relay
        : towards(
            relay,
            AgentSettings.RELAY_HOST_PORT,
            settings.value(CollectorSettings.RELAY_HOST_PORT),
            receivers::relayPort);
  }

  private void refuseWithoutTChannel() {
    boolean elsewhere = settings.isSet(AgentSettings.TCHANNEL_HOST_PORT);
    if (!elsewhere && !settings.value(CollectorSettings.TCHANNEL_ENABLED)) {
      throw new SettingException(
          "%s is %s and %s is false, expected true: the agent in this process calls the collector in it"
              .formatted(
                  AgentSettings.REPORTER_TYPE.flag(),
                  AgentSettings.TCHANNEL,
                  CollectorSettings.TCHANNEL_ENABLED.flag()));
    }
  }

  /// The agent and the collector of this process meet at a port like any others.
  private void refuseOneSidedTls() {
    boolean elsewhere = settings.isSet(AgentSettings.REPORTER_HOST_PORT);
    boolean theirs = settings.value(CollectorSettings.GRPC_TLS.enabled());
    boolean ours = settings.value(AgentSettings.REPORTER_TLS.enabled());
    if (!elsewhere && theirs != ours) {
      throw new SettingException(
          "%s is %b and %s is %b, expected both or neither: the agent in this process calls the collector in it"
              .formatted(
                  CollectorSettings.GRPC_TLS.enabled().flag(),
                  theirs,
                  AgentSettings.REPORTER_TLS.enabled().flag(),
                  ours));
    }
  }

  /// Spans over UDP are the default tenant's, as those over TChannel, unless the agent has one of
  /// its own.
  private static SettingValues asTenant(SettingValues settings) {
    Tenancy tenancy = Tenancy.of(settings);
    if (!tenancy.isOn()) {
      return settings;
    }
    SettingValues named =
        settings.isSet(AgentSettings.REPORTER_TENANT_HEADER)
            ? settings
            : settings.with(AgentSettings.REPORTER_TENANT_HEADER, tenancy.header());
    return named.isSet(AgentSettings.REPORTER_TENANT)
        ? named
        : named.with(AgentSettings.REPORTER_TENANT, tenancy.byDefault());
  }

  private static SettingValues towards(
      SettingValues from, Setting<String> collectors, HostPort listening, IntSupplier port) {
    if (from.isSet(collectors)) {
      return from;
    }
    String host = listening.host();
    var collector =
        host.isEmpty() ? HostPort.loopback(port.getAsInt()) : new HostPort(host, port.getAsInt());
    return from.with(collectors, collector.toString());
  }

  @Override
  public void stop(Deadline deadline) {
    while (!running.isEmpty()) {
      running.pop().stop(deadline);
    }
  }

  /// The agent, once started.
  Agent agent() {
    if (agent == null) {
      throw new IllegalStateException("the agent has not started");
    }
    return agent;
  }
}
