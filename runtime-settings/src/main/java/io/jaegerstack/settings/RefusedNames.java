package io.jaegerstack.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Names that Jaeger has or had and that are not honoured here, each with what to do instead. On
/// the command line they are refused; in the environment, which a process does not choose, they are
/// warned about.
final class RefusedNames {
  /// Prefix of the flag's name (a whole name is its own prefix) to the reason; the first that fits
  /// is told.
  private static final List<Map.Entry<String, String>> REASONS =
      List.of(
          Map.entry("jaeger.tags", "Jaeger renamed it: use --agent.tags"),
          Map.entry("collector.host-port", "Jaeger renamed it: use --reporter.tchannel.host-port"),
          Map.entry("discovery.", "Jaeger renamed it: use --reporter.tchannel.discovery.…"),
          Map.entry(
              "collector.grpc-port", "Jaeger renamed it: use --collector.grpc-server.host-port"),
          Map.entry(
              "collector.http-port", "Jaeger renamed it: use --collector.http-server.host-port"),
          Map.entry(
              "collector.queue-size-memory",
              "the queue has a bound in bytes: use --collector.queue-bytes"),
          Map.entry(
              "collector.zipkin.http-port", "Jaeger renamed it: use --collector.zipkin.host-port"),
          Map.entry(
              "collector.zipkin.allowed-",
              "Jaeger renamed it: use --collector.zipkin.cors.allowed-…"),
          Map.entry("admin-http-port", "Jaeger renamed it: use --admin.http.host-port"),
          Map.entry("health-check-http-port", "Jaeger renamed it: use --admin.http.host-port"),
          Map.entry("query.port", "Jaeger renamed it: use --query.http-server.host-port"),
          Map.entry("query.static-files", "the UI is part of the process"),
          Map.entry(
              "badger.",
              "the storages are memory, elasticsearch and cassandra (SPAN_STORAGE_TYPE)"),
          Map.entry(
              "kafka.", "the storages are memory, elasticsearch and cassandra (SPAN_STORAGE_TYPE)"),
          Map.entry(
              "grpc-storage.",
              "the storages are memory, elasticsearch and cassandra (SPAN_STORAGE_TYPE)"),
          Map.entry("es.sniffer", "name all servers in --es.server-urls, or a Service of them"),
          Map.entry("es.log-level", "there is no log of a client"),
          Map.entry("es.send-get-body-as", "requests with a body are POST always"),
          Map.entry("es.remote-read-clusters", "searches stay within the servers' own cluster"),
          Map.entry("config-file", "settings come from flags and from the environment only"),
          Map.entry(
              "metrics-backend", "metrics are Prometheus's text at /metrics of the admin port"));

  static Optional<String> why(String name) {
    return REASONS.stream()
        .filter(refused -> name.startsWith(refused.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /// Refused names among the environment's, with the reason; a name that the catalogue honours is
  /// never among them.
  static Map<String, String> inEnvironment(Set<String> names, Catalogue catalogue) {
    var found = new TreeMap<String, String>();
    REASONS.forEach(
        refused -> {
          String start = Setting.environmentName(refused.getKey());
          names.stream()
              .filter(name -> name.startsWith(start) && isHonouredByNone(name, catalogue))
              .forEach(name -> found.putIfAbsent(name, refused.getValue()));
        });
    return found;
  }

  private static boolean isHonouredByNone(String environmentName, Catalogue catalogue) {
    return catalogue.settings().stream()
        .noneMatch(s -> s.environmentName().equals(environmentName));
  }

  private RefusedNames() {}
}
