package io.jaegerstack.faults;

import java.util.ArrayList;
import java.util.List;

/// Flags that put every port on a free one of the loopback address.
final class Flags {
  static final List<String> AGENT =
      List.of(
          "--processor.jaeger-compact.server-host-port=127.0.0.1:0",
          "--processor.jaeger-binary.server-host-port=127.0.0.1:0",
          "--processor.zipkin-compact.server-host-port=127.0.0.1:0",
          "--http-server.host-port=127.0.0.1:0",
          "--admin.http.host-port=127.0.0.1:0");

  static final List<String> COLLECTOR =
      List.of(
          "--collector.grpc-server.host-port=127.0.0.1:0",
          "--collector.http-server.host-port=127.0.0.1:0",
          "--collector.port=127.0.0.1:0",
          "--collector.relay.host-port=127.0.0.1:0",
          "--collector.otlp.grpc.host-port=127.0.0.1:0",
          "--collector.otlp.http.host-port=127.0.0.1:0",
          "--admin.http.host-port=127.0.0.1:0");

  static final List<String> QUERY =
      List.of(
          "--query.http-server.host-port=127.0.0.1:0",
          "--query.grpc-server.host-port=127.0.0.1:0",
          "--admin.http.host-port=127.0.0.1:0");

  static final List<String> ALL_IN_ONE = allInOne();

  private static List<String> allInOne() {
    List<String> all = new ArrayList<>(AGENT);
    COLLECTOR.stream().filter(flag -> !all.contains(flag)).forEach(all::add);
    QUERY.stream().filter(flag -> !all.contains(flag)).forEach(all::add);
    all.add("--memory.max-bytes=128MiB");
    return List.copyOf(all);
  }

  private Flags() {}
}
