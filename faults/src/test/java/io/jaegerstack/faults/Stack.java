package io.jaegerstack.faults;

import io.jaegerstack.faults.judge.QueryReader;
import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.scenario.Scenario;
import io.jaegerstack.faults.traffic.HttpSender;
import io.jaegerstack.faults.traffic.Load;
import io.jaegerstack.faults.traffic.UdpSender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The processes of one scenario, with flags that suit a loaded machine.
record Stack(Scenario scenario) {
  /// What this machine grants; a load that begins with a cold JVM fits in.
  private static final String ROOMY =
      "--processor.jaeger-compact.server-socket-buffer-size=4194304";

  /// Longest time that a client keeps trying in scenarios where nothing may be refused for good.
  static final Duration PATIENT = Duration.ofSeconds(60);

  /// Agent, collector, query and memory in one.
  StackProcess backend(String... flags) {
    return scenario.start("runtime-all-in-one", "300m", Flags.ALL_IN_ONE, flags);
  }

  /// An agent over gRPC.
  ///
  /// @param grpc where its collector is
  StackProcess agent(int grpc, String... flags) {
    return agent(Way.GRPC.towards(grpc), flags);
  }

  /// @param collectors what [Way#towards(int...)] says
  StackProcess agent(List<String> collectors, String... flags) {
    List<String> all = new ArrayList<>(Flags.AGENT);
    all.addAll(collectors);
    if (List.of(flags).stream().noneMatch(flag -> flag.contains("jaeger-compact.server-socket"))) {
      all.add(ROOMY);
    }
    return scenario.start("runtime-agent", "64m", all, flags);
  }

  static QueryReader reader(StackProcess query) {
    return new QueryReader(() -> query.port("query http"));
  }

  /// Datagrams of 10 spans to an agent.
  Load datagrams(StackProcess agent, double rate) {
    var sender =
        UdpSender.of(UdpSender.Protocol.COMPACT, () -> agent.port("compact udp"), "udp-client");
    return Load.start(scenario.plan("udp"), sender, scenario.book(), rate, 1, Duration.ZERO);
  }

  /// Posts of 10 spans in jaeger.thrift to a collector's port, or to a proxy's.
  Load posts(int port, double rate, Duration keepTrying) {
    var sender = HttpSender.thrift(() -> port, "http-client");
    return Load.start(scenario.plan("http"), sender, scenario.book(), rate, 8, keepTrying);
  }

  /// Exports of 10 spans in OTLP.
  Load exports(int port, double rate, Duration keepTrying) {
    var sender = HttpSender.otlp(() -> port);
    return Load.start(scenario.plan("otlp"), sender, scenario.book(), rate, 8, keepTrying);
  }
}
