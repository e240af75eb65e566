package io.jaegerstack.operator.resolve;

import io.jaegerstack.settings.AgentOtlpSettings;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.Ports;
import io.jaegerstack.settings.QuerySettings;
import io.jaegerstack.settings.Setting;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Where the process of a pod listens. Of two listeners on one port, or one on port 0, there would
/// be no pod, however often the API server is asked; one on loopback is ready and nobody reaches
/// it.
final class ListeningPorts {
  private static final String SCRAPE_PORT = "spec.monitoring.prometheus.scrapePort";

  private enum Transport {
    TCP,
    UDP
  }

  private record Port(Transport transport, int number) {}

  private record Listener(Setting<?> setting, Transport transport, HostPort address) {
    Port port() {
      return new Port(transport, address.port());
    }
  }

  private final ResolvedPods pods;
  private final List<Listener> given = new ArrayList<>();
  private final List<Listener> chosen = new ArrayList<>();

  private ListeningPorts(ResolvedPods pods) {
    this.pods = pods;
  }

  static ListeningPorts ofAgent(ResolvedPods pods) {
    var ports = new ListeningPorts(pods);
    for (var udp : List.of(AgentSettings.COMPACT, AgentSettings.BINARY, AgentSettings.ZIPKIN)) {
      ports.add(udp.hostPort(), Transport.UDP);
    }
    ports.add(AgentSettings.HTTP_HOST_PORT, Transport.TCP);
    ports.addOwn(AgentSettings.PROBE_HOST_PORT, Ports.AGENT_PROBE);
    if (pods.value(AgentOtlpSettings.ENABLED)) {
      ports.add(AgentOtlpSettings.GRPC_HOST_PORT, Transport.TCP);
      ports.add(AgentOtlpSettings.HTTP_HOST_PORT, Transport.TCP);
    }
    return ports;
  }

  static ListeningPorts ofCollector(ResolvedPods pods) {
    var ports = new ListeningPorts(pods);
    ports.addCollector();
    return ports;
  }

  static ListeningPorts ofQuery(ResolvedPods pods) {
    var ports = new ListeningPorts(pods);
    ports.addQuery();
    return ports;
  }

  /// Its agent's sampling port, too, which is in no Service.
  static ListeningPorts ofAllInOne(ResolvedPods pods) {
    var ports = new ListeningPorts(pods);
    ports.addCollector();
    ports.addQuery();
    ports.addOwn(AgentSettings.HTTP_HOST_PORT, Ports.AGENT_CONFIG);
    return ports;
  }

  private void addCollector() {
    addOwn(CollectorSettings.GRPC_HOST_PORT, Ports.COLLECTOR_GRPC);
    addOwn(CollectorSettings.HTTP_HOST_PORT, Ports.COLLECTOR_HTTP);
    if (pods.value(CollectorSettings.TCHANNEL_ENABLED)) {
      addOwn(CollectorSettings.TCHANNEL_HOST_PORT, Ports.COLLECTOR_TCHANNEL);
    }
    if (pods.value(CollectorSettings.RELAY_ENABLED)) {
      addOwn(CollectorSettings.RELAY_HOST_PORT, Ports.COLLECTOR_RELAY);
    }
    if (pods.value(CollectorSettings.OTLP_ENABLED)) {
      addOwn(CollectorSettings.OTLP_GRPC_HOST_PORT, Ports.OTLP_GRPC);
      addOwn(CollectorSettings.OTLP_HTTP_HOST_PORT, Ports.OTLP_HTTP);
    }
    var zipkin = CollectorSettings.ZIPKIN_HOST_PORT;
    pods.value(zipkin)
        .ifPresent(address -> chosen.add(new Listener(zipkin, Transport.TCP, address)));
  }

  private void addQuery() {
    addOwn(QuerySettings.HTTP_HOST_PORT, Ports.QUERY_HTTP);
    addOwn(QuerySettings.GRPC_HOST_PORT, Ports.QUERY_GRPC);
  }

  /// What stays where Jaeger, or the operator, has it: Services and probes point at it.
  private void addOwn(Setting<?> setting, int port) {
    given.add(new Listener(setting, Transport.TCP, HostPort.anyAddress(port)));
  }

  private void add(Setting<HostPort> setting, Transport transport) {
    var listener = new Listener(setting, transport, pods.value(setting));
    (pods.options().containsKey(setting.name()) ? chosen : given).add(listener);
  }

  /// @param path of the options that chose
  void check(String path, Problems problems) {
    Map<Port, String> taken = new HashMap<>();
    given.forEach(own -> taken.put(own.port(), own.setting().flag()));
    int admin = pods.adminPort();
    String holder = taken.put(new Port(Transport.TCP, admin), "health and metrics");
    if (holder != null) {
      problems.add(SCRAPE_PORT, "is %d, %s".formatted(admin, another(admin, holder)));
    }
    chosen.forEach(
        listener -> {
          String expected = expected(listener, taken);
          if (!expected.isEmpty()) {
            String option = listener.setting().name();
            problems.add(
                path, "--%s is \"%s\", %s".formatted(option, pods.options().get(option), expected));
          }
        });
  }

  /// Nothing where there is nothing to say against it.
  private static String expected(Listener listener, Map<Port, String> taken) {
    HostPort address = listener.address();
    if (address.port() == 0) {
      return "expected a port from 1 to %d".formatted(HostPort.MAX_PORT);
    }
    if (isLoopback(address.host())) {
      return "expected an address that is reached from outside the pod, such as "
          + HostPort.anyAddress(address.port());
    }
    String holder = taken.putIfAbsent(listener.port(), listener.setting().flag());
    return holder == null ? "" : another(address.port(), holder);
  }

  private static String another(int port, String holder) {
    return "expected another port than %d of %s".formatted(port, holder);
  }

  /// As far as it can be said without asking a name server.
  private static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.equals("localhost") || name.equals("localhost.")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException aName) {
      return false;
    }
  }
}
