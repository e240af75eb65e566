package io.jaegerstack.allinone;

import java.util.function.ToIntFunction;

/// Every port that can speak TLS, the prefix of its TLS settings, and what anybody may ask of it.
enum TlsPort {
  GRPC("collector.grpc", "", stack -> stack.allInOne().receivers().grpcPort()),
  HTTP(
      "collector.http",
      "/api/sampling?service=x",
      stack -> stack.allInOne().receivers().httpPort()),
  OTLP_GRPC("collector.otlp.grpc", "", stack -> stack.allInOne().receivers().otlpGrpcPort()),
  OTLP_HTTP(
      "collector.otlp.http", "/v1/traces", stack -> stack.allInOne().receivers().otlpHttpPort()),
  ZIPKIN("collector.zipkin", "/api/v2/spans", stack -> stack.allInOne().receivers().zipkinPort()),
  QUERY_GRPC("query.grpc", "", stack -> stack.allInOne().query().grpcPort()),
  QUERY_HTTP("query.http", "/api/services", stack -> stack.allInOne().query().httpPort()),
  ADMIN("admin.http", "/", stack -> stack.allInOne().adminPort()),
  AGENT_ADMIN("admin.http", "/", stack -> stack.agent().admin().port()),
  COLLECTOR_ADMIN("admin.http", "/", stack -> stack.processes().get(1).admin().port()),
  QUERY_ADMIN("admin.http", "/", stack -> stack.processes().get(2).admin().port()),
  AGENT_OTLP_GRPC("agent.otlp.grpc", "", stack -> stack.agent().otlp().orElseThrow().grpc().port()),
  AGENT_OTLP_HTTP(
      "agent.otlp.http", "/v1/traces", stack -> stack.agent().otlp().orElseThrow().http().port());

  final String prefix;
  final String path;
  private final ToIntFunction<TlsStack> number;

  TlsPort(String prefix, String path, ToIntFunction<TlsStack> number) {
    this.prefix = prefix;
    this.path = path;
    this.number = number;
  }

  int number(TlsStack stack) {
    return number.applyAsInt(stack);
  }

  boolean isGrpc() {
    return path.isEmpty();
  }

  /// Where its metrics are.
  TlsPort admin() {
    if (prefix.equals("admin.http")) {
      return this;
    }
    return isAgents() ? AGENT_ADMIN : ADMIN;
  }

  /// Whether the all-in-one does not have it.
  boolean isAgents() {
    return prefix.startsWith("agent.");
  }
}
