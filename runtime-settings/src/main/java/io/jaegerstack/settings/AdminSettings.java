package io.jaegerstack.settings;

import java.time.Duration;

/// What every process has: its admin port, its log level, its shutdown.
public final class AdminSettings {
  private static final String HOST_PORT = "admin.http.host-port";
  private static final String HOST_PORT_SAYS = "admin address: health, readiness and metrics";

  public static final Setting<HostPort> AGENT_HOST_PORT =
      Setting.hostPort(HOST_PORT, Ports.AGENT_ADMIN).says(HOST_PORT_SAYS);

  public static final Setting<HostPort> COLLECTOR_HOST_PORT =
      Setting.hostPort(HOST_PORT, Ports.COLLECTOR_ADMIN).says(HOST_PORT_SAYS);

  public static final Setting<HostPort> QUERY_HOST_PORT =
      Setting.hostPort(HOST_PORT, Ports.QUERY_ADMIN).says(HOST_PORT_SAYS);

  public static final Setting<HostPort> OPERATOR_HOST_PORT =
      Setting.hostPort(HOST_PORT, Ports.OPERATOR_ADMIN).says(HOST_PORT_SAYS);

  /// Jaeger's levels; `dpanic`, `panic` and `fatal` are zap's and mean nothing here.
  public static final Setting<String> LOG_LEVEL =
      Setting.choice("log-level", "debug", "info", "warn", "error")
          .byDefault("info")
          .says("least severe level that is logged");

  /// Below Kubernetes' default grace period of 30 s, so that what could not be drained is still
  /// counted and logged.
  public static final Setting<Duration> SHUTDOWN_TIMEOUT =
      Setting.duration("shutdown.timeout", Duration.ZERO)
          .byDefault(Duration.ofSeconds(20))
          .says(
              "longest time from SIGTERM to exit; what is not drained by then is counted as dropped");

  /// Of the runtimes; the operator's admin port is for the kubelet of its node.
  public static final TlsServerSettings TLS = TlsServerSettings.of("admin.http");

  static SettingGroup group(Setting<HostPort> hostPort) {
    return SettingGroup.of("Process", hostPort, LOG_LEVEL, SHUTDOWN_TIMEOUT);
  }

  private AdminSettings() {}
}
