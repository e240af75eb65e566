package io.jaegerstack.settings;

import java.time.Duration;

/// The agent's OTLP ports, which Jaeger's agent does not have; under the names of the collector's.
/// The all-in-one takes OTLP in its collector.
public final class AgentOtlpSettings {
  public static final Setting<Boolean> ENABLED =
      Setting.flag("agent.otlp.enabled")
          .says("whether the agent takes OTLP, too, and sends its spans on like all others");

  public static final Setting<HostPort> GRPC_HOST_PORT =
      Setting.hostPort("agent.otlp.grpc.host-port", Ports.OTLP_GRPC).says("gRPC address for OTLP");

  public static final Setting<ByteSize> GRPC_MAX_MESSAGE_SIZE =
      Setting.size("agent.otlp.grpc.max-message-size", ByteSize.kib(64), ByteSize.mib(64))
          .byDefault(ByteSize.mib(4))
          .says("largest OTLP message taken, over gRPC or HTTP; larger ones are refused");

  /// A node has some hundred pods.
  public static final Setting<Integer> GRPC_MAX_CONNECTIONS =
      Setting.integer("agent.otlp.grpc.max-connections", 1, 1_000_000)
          .byDefault(1_000)
          .unit("connections")
          .says(
              "OTLP connections over gRPC open at one time; new ones beyond it are closed at once");

  public static final Setting<Duration> GRPC_MAX_CONNECTION_AGE =
      Setting.duration("agent.otlp.grpc.max-connection-age", Duration.ZERO)
          .says("OTLP clients are asked to connect anew after this; 0 means never");

  public static final Setting<Duration> GRPC_MAX_CONNECTION_AGE_GRACE =
      Setting.duration("agent.otlp.grpc.max-connection-age-grace", Duration.ZERO)
          .says("time for calls in work on such a connection; 0 means without end");

  public static final Setting<HostPort> HTTP_HOST_PORT =
      Setting.hostPort("agent.otlp.http.host-port", Ports.OTLP_HTTP).says("HTTP address for OTLP");

  public static final TlsServerSettings GRPC_TLS = TlsServerSettings.of("agent.otlp.grpc");

  public static final TlsServerSettings HTTP_TLS = TlsServerSettings.of("agent.otlp.http");

  static SettingGroup[] groups() {
    return new SettingGroup[] {
      SettingGroup.of(
          "Agent: OTLP",
          ENABLED,
          GRPC_HOST_PORT,
          GRPC_MAX_MESSAGE_SIZE,
          GRPC_MAX_CONNECTIONS,
          GRPC_MAX_CONNECTION_AGE,
          GRPC_MAX_CONNECTION_AGE_GRACE,
          HTTP_HOST_PORT),
      GRPC_TLS.group("Agent: TLS of OTLP over gRPC"),
      HTTP_TLS.group("Agent: TLS of OTLP over HTTP")
    };
  }

  private AgentOtlpSettings() {}
}
