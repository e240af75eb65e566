package io.jaegerstack.allinone;

/// Flags that put every port on a free one of the loopback address.
final class Flags {
  static final String[] AGENT = {
    "--processor.jaeger-compact.server-host-port=127.0.0.1:0",
    "--processor.jaeger-binary.server-host-port=127.0.0.1:0",
    "--processor.zipkin-compact.server-host-port=127.0.0.1:0",
    "--http-server.host-port=127.0.0.1:0",
    "--admin.http.host-port=127.0.0.1:0",
  };

  static final String[] ALL_IN_ONE = {
    "--processor.jaeger-compact.server-host-port=127.0.0.1:0",
    "--processor.jaeger-binary.server-host-port=127.0.0.1:0",
    "--processor.zipkin-compact.server-host-port=127.0.0.1:0",
    "--http-server.host-port=127.0.0.1:0",
    "--collector.grpc-server.host-port=127.0.0.1:0",
    "--collector.http-server.host-port=127.0.0.1:0",
    "--collector.port=127.0.0.1:0",
    "--collector.relay.host-port=127.0.0.1:0",
    "--collector.zipkin.host-port=127.0.0.1:0",
    "--collector.otlp.grpc.host-port=127.0.0.1:0",
    "--collector.otlp.http.host-port=127.0.0.1:0",
    "--query.http-server.host-port=127.0.0.1:0",
    "--query.grpc-server.host-port=127.0.0.1:0",
    "--admin.http.host-port=127.0.0.1:0",
  };

  private Flags() {}
}
