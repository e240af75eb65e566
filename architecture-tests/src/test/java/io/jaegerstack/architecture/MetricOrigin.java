package io.jaegerstack.architecture;

import java.util.List;

/// What a metric's name tells by itself: its unit, and whose name it is.
final class MetricOrigin {
  /// A part of a name, and the unit of those that have it; the first that fits counts.
  private record Unit(String part, String unit) {}

  private static final List<Unit> UNITS =
      List.of(
          new Unit("bytes", "bytes"),
          new Unit("timestamp|start_time", "seconds since 1970"),
          new Unit("latency|duration|seconds|close_time", "seconds"),
          new Unit("build_info", "1"),
          new Unit("_state$|collector_connected", "0 or 1"),
          new Unit("dependencies_leader", "tenants"),
          new Unit("dependencies_links", "links"),
          new Unit("dependencies_windows", "windows"),
          new Unit("ledger", "spans or packets"),
          new Unit("packet_size", "bytes"),
          new Unit("udp_server_queue_size|packets|handler_errors|kernel_drops", "packets"),
          new Unit("spans_serviceNames|known_services", "services"),
          new Unit("batch_size|queue|spans|write_failures", "spans"),
          new Unit("spill_.*frames", "frames"),
          new Unit("traces", "traces"),
          new Unit("batches", "batches"),
          new Unit("bulk_index", "documents"),
          new Unit("local_damaged", "parts"),
          new Unit("local_failures", "tries"),
          new Unit("local_segments", "segments"),
          new Unit("cassandra_tag_index", "tags"),
          new Unit("cassandra_(attempts|errors|inserts)|storage_rows", "rows"),
          new Unit("requests|http_server|http_refused|collector_proxy", "requests"),
          new Unit("relay_frames", "frames"),
          new Unit("relay_generations", "generations"),
          new Unit("tchannel_calls|grpc_server_handled", "calls"),
          new Unit("connections|reconnects|tchannel_closed|relay_closed", "connections"),
          new Unit("clients", "clients"),
          new Unit("handshakes", "handshakes"),
          new Unit("reloads", "readings"),
          new Unit("tags", "tags"),
          new Unit("query_responses", "items"),
          new Unit("answers", "answers"),
          new Unit("read_errors|disk_errors|refused", "events"),
          new Unit("threads", "threads"),
          new Unit("open_fds", "files"));

  /// @throws AssertionError for a name that tells none
  static String unit(String name) {
    return UNITS.stream()
        .filter(each -> name.matches(".*(" + each.part() + ").*"))
        .map(Unit::unit)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no unit in MetricOrigin for " + name));
  }

  static String whose(String name, String sentence) {
    if (name.startsWith("jaegerstack_") || name.endsWith("_max") || sentence.startsWith("Ours")) {
      return "ours";
    }
    if (name.matches("(otelcol|http_server|jaeger_storage)_.*")) {
      return "Jaeger 2";
    }
    if (name.startsWith("jaeger_")) {
      return "Jaeger 1";
    }
    if (name.startsWith("grpc_")) {
      return "go-grpc-prometheus";
    }
    return name.matches("jvm_.*|process_(threads|resident_anonymous_bytes)")
        ? "ours"
        : "Go's Prometheus client, in Jaeger 1 and 2";
  }

  private MetricOrigin() {}
}
