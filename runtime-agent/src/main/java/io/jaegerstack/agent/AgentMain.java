package io.jaegerstack.agent;

import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Lifecycle;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.PortSharing;
import io.jaegerstack.server.ProcessMain;
import io.jaegerstack.server.admin.AdminServer;
import io.jaegerstack.settings.AdminSettings;
import io.jaegerstack.settings.AgentOtlpSettings;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import java.security.Security;
import java.util.ArrayList;

/// The agent as a process.
public final class AgentMain {
  /// Seconds for which the JVM remembers a name's addresses, which are looked up every five.
  private static final String REMEMBERED = "3";

  public static void main(String[] arguments) {
    Security.setProperty("networkaddress.cache.ttl", REMEMBERED);
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
    System.exit(ProcessMain.run(Component.AGENT, arguments, AgentMain::wire));
  }

  static Lifecycle wire(SettingValues settings) {
    PortSharing sharing =
        settings.value(AgentSettings.SUCCESSION) ? PortSharing.SUCCESSION : PortSharing.NONE;
    var loops = EventLoops.perCore(sharing);
    var metrics = Metrics.of(Component.AGENT);
    var health = Health.notReady();
    var ledger = new Ledger();
    var parts = new ArrayList<Part>();
    parts.add(loops);
    parts.add(
        AdminServer.of(
            loops,
            settings.value(AdminSettings.AGENT_HOST_PORT),
            settings,
            health,
            metrics,
            ledger));
    settings
        .value(AgentSettings.PROBE_HOST_PORT)
        .ifPresent(address -> parts.add(AdminServer.probes(loops, address, health)));
    var agent = Agent.of(settings, loops, metrics, ledger);
    agent.tell(health);
    parts.addAll(agent.parts());
    if (settings.value(AgentOtlpSettings.ENABLED)) {
      // Their requests are large and decoded at once: on loops of their own they stop no datagram.
      var otlpLoops = EventLoops.perCore(sharing);
      parts.add(otlpLoops);
      parts.addAll(agent.otlp(settings, otlpLoops, metrics, health).parts());
    }
    parts.add(health.part());
    return Lifecycle.of("agent", ledger, parts);
  }

  private AgentMain() {}
}
