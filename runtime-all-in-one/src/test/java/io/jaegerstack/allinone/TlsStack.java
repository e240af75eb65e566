package io.jaegerstack.allinone;

import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.CommandLine;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.tls.authority.TestAuthority;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// An all-in-one whose every port speaks TLS, its agent too, and beside it the ports that agent,
/// collector and query have as processes of their own.
final class TlsStack implements AutoCloseable {
  private final Path directory;
  private final AllInOne allInOne;
  private final List<ProcessPorts> processes;

  private TlsStack(Path directory, AllInOne allInOne, List<ProcessPorts> processes) {
    this.directory = directory;
    this.allInOne = allInOne;
    this.processes = processes;
  }

  /// Every port wants to see its callers' certificates; the agent is such a caller.
  ///
  /// @param own of `localhost`
  /// @param callers whom all ports trust, and who has signed `own`
  static TlsStack asking(Path directory, X509Bundle own, TestAuthority callers) throws Exception {
    TestAuthority.write(
        callers.client("agent"), directory.resolve("agent.crt"), directory.resolve("agent.key"));
    return started(
        directory,
        own,
        callers,
        List.of("client-ca=" + directory.resolve("ca.crt")),
        "--reporter.grpc.tls.cert=" + directory.resolve("agent.crt"),
        "--reporter.grpc.tls.key=" + directory.resolve("agent.key"));
  }

  /// Everybody may call.
  static TlsStack open(Path directory, X509Bundle own, TestAuthority authority) throws Exception {
    return started(directory, own, authority, List.of());
  }

  private static TlsStack started(
      Path directory, X509Bundle own, TestAuthority authority, List<String> port, String... agent)
      throws Exception {
    authority.writeTo(directory.resolve("ca.crt"));
    replace(directory, own);
    var flags = new ArrayList<>(List.of(Flags.ALL_IN_ONE));
    flags.addAll(List.of(agent));
    flags.add("--reporter.grpc.tls.enabled");
    flags.add("--reporter.grpc.tls.ca=" + directory.resolve("ca.crt"));
    flags.add("--reporter.grpc.tls.server-name=localhost");
    prefixes(false).forEach(prefix -> flags.addAll(flags(directory, prefix, port)));
    var agents = new ArrayList<>(flags(directory, "admin.http", port));
    prefixes(true).forEach(prefix -> agents.addAll(flags(directory, prefix, port)));
    agents.add("--agent.otlp.grpc.host-port=127.0.0.1:0");
    agents.add("--agent.otlp.http.host-port=127.0.0.1:0");
    var processes = new ArrayList<ProcessPorts>();
    processes.add(ProcessPorts.started(Component.AGENT, agents));
    for (var component : List.of(Component.COLLECTOR, Component.QUERY)) {
      processes.add(ProcessPorts.started(component, flags(directory, "admin.http", port)));
    }
    return new TlsStack(directory, allInOne(flags), List.copyOf(processes));
  }

  /// Of the agent's own ports, or of the all-in-one's.
  private static Stream<String> prefixes(boolean isAgents) {
    return Stream.of(TlsPort.values())
        .filter(port -> port.isAgents() == isAgents)
        .map(port -> port.prefix)
        .distinct();
  }

  private static List<String> flags(Path directory, String prefix, List<String> more) {
    return Stream.concat(
            Stream.of(
                "enabled",
                "cert=" + directory.resolve("tls.crt"),
                "key=" + directory.resolve("tls.key"),
                "reload-interval=50ms"),
            more.stream())
        .map(flag -> "--" + prefix + ".tls." + flag)
        .toList();
  }

  /// An all-in-one with these flags and nothing beside it.
  static TlsStack started(Path directory, List<String> flags) throws IOException {
    return new TlsStack(directory, allInOne(flags), List.of());
  }

  private static AllInOne allInOne(List<String> flags) throws IOException {
    var line = CommandLine.of(Catalogue.of(Component.ALL_IN_ONE), flags, Map.of());
    var stack = AllInOne.of(((CommandLine.Run) line).values());
    stack.lifecycle().start();
    return stack;
  }

  AllInOne allInOne() {
    return allInOne;
  }

  ProcessPorts agent() {
    return processes.getFirst();
  }

  /// Agent, collector and query, in this order.
  List<ProcessPorts> processes() {
    return processes;
  }

  void replace(X509Bundle own) throws IOException {
    replace(directory, own);
  }

  private static void replace(Path directory, X509Bundle own) throws IOException {
    TestAuthority.write(own, directory.resolve("tls.crt"), directory.resolve("tls.key"));
  }

  /// What `/metrics` of `port`'s process shows of a counter; 0 where it does not show it.
  ///
  /// @param labels all but the endpoint, such as `reason="plaintext"`
  double count(TlsCaller caller, TlsPort port, String name, String labels) {
    String line = "%s{endpoint=\"%s\",%s} ".formatted(name, port.prefix, labels);
    return caller
        .text(this, port.admin(), "/metrics")
        .lines()
        .filter(each -> each.startsWith(line))
        .map(each -> Double.parseDouble(each.substring(line.length())))
        .findFirst()
        .orElse(0.0);
  }

  void awaitMore(double before, TlsCaller caller, TlsPort port, String name, String labels) {
    Eventually.find(
        "more than %s of %s{%s} at %s".formatted(before, name, labels, port),
        () -> Optional.of(count(caller, port, name, labels)).filter(count -> count > before));
  }

  @Override
  public void close() {
    allInOne.lifecycle().stop(Duration.ofSeconds(5));
    processes.forEach(ProcessPorts::close);
  }
}
