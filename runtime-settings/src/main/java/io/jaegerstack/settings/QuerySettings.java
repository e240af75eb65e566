package io.jaegerstack.settings;

import java.time.Duration;
import java.util.List;

/// The query's settings, under the names of Jaeger's query.
public final class QuerySettings {
  public static final Setting<HostPort> HTTP_HOST_PORT =
      Setting.hostPort("query.http-server.host-port", Ports.QUERY_HTTP)
          .says("HTTP address of UI and JSON API");

  public static final Setting<HostPort> GRPC_HOST_PORT =
      Setting.hostPort("query.grpc-server.host-port", Ports.QUERY_GRPC)
          .says("gRPC address for readers (api_v2)");

  public static final Setting<String> BASE_PATH =
      Setting.text("query.base-path")
          .byDefault("/")
          .says("path under which UI and API live, such as /jaeger");

  public static final Setting<String> UI_CONFIG =
      Setting.text("query.ui-config").says("JSON file with the UI's configuration; empty for none");

  public static final Setting<Duration> MAX_CLOCK_SKEW_ADJUSTMENT =
      Setting.duration("query.max-clock-skew-adjustment", Duration.ZERO)
          .says("largest correction of a span's start when clocks disagree; 0 means none");

  public static final Setting<List<String>> ADDITIONAL_HEADERS =
      Setting.words("query.additional-headers")
          .says("headers of every HTTP answer, such as \"X-Frame-Options: DENY\"");

  public static final TlsServerSettings HTTP_TLS = TlsServerSettings.of("query.http");

  public static final TlsServerSettings GRPC_TLS = TlsServerSettings.of("query.grpc");

  static SettingGroup[] groups() {
    return new SettingGroup[] {
      SettingGroup.of(
          "Query",
          HTTP_HOST_PORT,
          GRPC_HOST_PORT,
          BASE_PATH,
          UI_CONFIG,
          MAX_CLOCK_SKEW_ADJUSTMENT,
          ADDITIONAL_HEADERS),
      HTTP_TLS.group("Query: TLS of the HTTP port"),
      GRPC_TLS.group("Query: TLS of the gRPC port")
    };
  }

  private QuerySettings() {}
}
