package io.jaegerstack.settings;

/// Every port that a runtime listens on by default, as Jaeger's `ports.go` has them. UDP where it
/// says so, else TCP.
public final class Ports {
  /// UDP: jaeger.thrift, compact protocol, from clients.
  public static final int AGENT_COMPACT = 6831;

  /// UDP: jaeger.thrift, binary protocol, from clients.
  public static final int AGENT_BINARY = 6832;

  /// UDP: Zipkin's thrift, compact protocol, from clients of Jaeger's first years.
  public static final int AGENT_ZIPKIN = 5775;

  /// HTTP: sampling strategies and baggage restrictions for clients.
  public static final int AGENT_CONFIG = 5778;

  public static final int AGENT_ADMIN = 14271;

  /// HTTP: health of this very process, where an agent shares its other ports with another.
  public static final int AGENT_PROBE = 14272;

  /// gRPC api_v2 from agents.
  public static final int COLLECTOR_GRPC = 14250;

  /// TChannel: jaeger.thrift and Zipkin's thrift from agents of Jaeger up to 1.17.
  public static final int COLLECTOR_TCHANNEL = 14267;

  /// Frames from this project's agents.
  public static final int COLLECTOR_RELAY = 14277;

  /// HTTP: jaeger.thrift from clients.
  public static final int COLLECTOR_HTTP = 14268;

  /// HTTP: Zipkin's formats; listened on where a setting says so.
  public static final int COLLECTOR_ZIPKIN = 9411;

  public static final int COLLECTOR_ADMIN = 14269;
  public static final int OTLP_GRPC = 4317;
  public static final int OTLP_HTTP = 4318;

  /// gRPC api_v2 for readers.
  public static final int QUERY_GRPC = 16685;

  /// HTTP: JSON API and UI.
  public static final int QUERY_HTTP = 16686;

  public static final int QUERY_ADMIN = 16687;

  public static final int OPERATOR_ADMIN = 8080;

  private Ports() {}
}
