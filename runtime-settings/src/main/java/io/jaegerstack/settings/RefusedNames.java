package io.jaegerstack.settings;

import java.util.LinkedHashMap;
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
  private static final Map<String, String> REASONS = reasons();

  static Optional<String> why(String name) {
    return REASONS.entrySet().stream()
        .filter(refused -> name.startsWith(refused.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /// Refused names among the environment's, with the reason; a name that the catalogue honours is
  /// never among them.
  static Map<String, String> inEnvironment(Set<String> names, Catalogue catalogue) {
    var found = new TreeMap<String, String>();
    REASONS.forEach(
        (prefix, why) -> {
          String start = Setting.environmentName(prefix);
          names.stream()
              .filter(name -> name.startsWith(start) && isHonouredByNone(name, catalogue))
              .forEach(name -> found.putIfAbsent(name, why));
        });
    return found;
  }

  private static boolean isHonouredByNone(String environmentName, Catalogue catalogue) {
    return catalogue.settings().stream()
        .noneMatch(s -> s.environmentName().equals(environmentName));
  }

  private static Map<String, String> reasons() {
    var reasons = new LinkedHashMap<String, String>();
    reasons.put(
        "processor.zipkin-compact.",
        "Zipkin's thrift over UDP is not taken; clients send jaeger.thrift or OTLP");
    reasons.put(
        "reporter.grpc.discovery.",
        "every address behind dns:///name:port is used, there is no minimum");
    reasons.put("reporter.grpc.tls.", "batches travel in plain text between agent and collector");
    reasons.put("reporter.tchannel.", "TChannel is not spoken; use --reporter.grpc.host-port");
    reasons.put("jaeger.tags", "Jaeger renamed it: use --agent.tags");
    reasons.put("collector.host-port", "use --reporter.grpc.host-port on the agent");
    reasons.put("collector.grpc-port", "Jaeger renamed it: use --collector.grpc-server.host-port");
    reasons.put("collector.http-port", "Jaeger renamed it: use --collector.http-server.host-port");
    reasons.put(
        "collector.queue-size-memory",
        "the queue has a bound in bytes: use --collector.queue-bytes");
    reasons.put("collector.zipkin.", "Zipkin's formats are not taken; use OTLP or jaeger.thrift");
    reasons.put(
        "collector.port",
        "TChannel is not spoken; agents send gRPC to --collector.grpc-server.host-port");
    reasons.put("multi-tenancy.", "there is one tenant");
    reasons.put("admin-http-port", "Jaeger renamed it: use --admin.http.host-port");
    reasons.put("health-check-http-port", "Jaeger renamed it: use --admin.http.host-port");
    reasons.put("query.port", "Jaeger renamed it: use --query.http-server.host-port");
    reasons.put("query.static-files", "the UI is part of the process");
    reasons.put("cassandra.", "the storages are memory and elasticsearch (SPAN_STORAGE_TYPE)");
    reasons.put(
        "cassandra-archive.", "the storages are memory and elasticsearch (SPAN_STORAGE_TYPE)");
    reasons.put("badger.", "the storages are memory and elasticsearch (SPAN_STORAGE_TYPE)");
    reasons.put("kafka.", "the storages are memory and elasticsearch (SPAN_STORAGE_TYPE)");
    reasons.put("grpc-storage.", "the storages are memory and elasticsearch (SPAN_STORAGE_TYPE)");
    reasons.put("es-archive.", "there is no archive storage");
    reasons.put("config-file", "settings come from flags and from the environment only");
    reasons.put("metrics-backend", "metrics are Prometheus's text at /metrics of the admin port");
    return reasons;
  }

  private RefusedNames() {}
}
