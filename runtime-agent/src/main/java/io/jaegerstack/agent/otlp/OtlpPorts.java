package io.jaegerstack.agent.otlp;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.grpc.GrpcAdmission;
import io.jaegerstack.server.grpc.GrpcLimits;
import io.jaegerstack.server.grpc.GrpcServer;
import io.jaegerstack.server.grpc.HealthService;
import io.jaegerstack.server.grpc.IntakeLimits;
import io.jaegerstack.server.grpc.MessageRoom;
import io.jaegerstack.server.http.ErrorFormat;
import io.jaegerstack.server.http.HttpCounts;
import io.jaegerstack.server.http.HttpLimits;
import io.jaegerstack.server.http.HttpServer;
import io.jaegerstack.server.tls.Protocol;
import io.jaegerstack.server.tls.TlsServer;
import io.jaegerstack.settings.AgentOtlpSettings;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.wire.proto.RetryTrailers;
import java.util.List;

/// The two ports of OTLP, under the limits that the collector's have.
public record OtlpPorts(GrpcServer grpc, HttpServer http) {
  private static final String NAME = "otlp";

  public static OtlpPorts of(
      SettingValues settings, EventLoops loops, Metrics metrics, Health health, OtlpIntake intake) {
    var keys = new InternTable();
    var grpc =
        new GrpcServer(
            NAME,
            loops,
            settings.value(AgentOtlpSettings.GRPC_HOST_PORT),
            limits(settings),
            GrpcAdmission.of(loops, metrics.registry(), unfinished(settings)),
            List.of(OtlpService.of(intake, keys), HealthService.of(health)),
            TlsServer.of(settings, AgentOtlpSettings.GRPC_TLS, Protocol.HTTP_2, metrics.registry()),
            RetryTrailers::comeBack,
            metrics);
    var http =
        HttpServer.of(
                NAME,
                loops,
                settings.value(AgentOtlpSettings.HTTP_HOST_PORT),
                HttpLimits.spans(
                    settings.value(AgentOtlpSettings.GRPC_MAX_MESSAGE_SIZE),
                    settings.value(AgentSettings.REPORTER_QUEUE_BYTES)),
                OtlpRoutes.of(intake, keys),
                ErrorFormat.PLAIN,
                new HttpCounts(metrics, "agent", NAME))
            .withTls(
                TlsServer.of(
                    settings, AgentOtlpSettings.HTTP_TLS, Protocol.HTTP_1_1, metrics.registry()));
    return new OtlpPorts(grpc, http);
  }

  private static GrpcLimits limits(SettingValues settings) {
    return new GrpcLimits(
        settings.value(AgentOtlpSettings.GRPC_MAX_MESSAGE_SIZE).toInt(),
        settings.value(AgentOtlpSettings.GRPC_MAX_CONNECTION_AGE),
        settings.value(AgentOtlpSettings.GRPC_MAX_CONNECTION_AGE_GRACE));
  }

  private static IntakeLimits unfinished(SettingValues settings) {
    return MessageRoom.of(
            settings,
            settings.value(AgentSettings.REPORTER_QUEUE_BYTES),
            List.of(AgentOtlpSettings.GRPC_MAX_MESSAGE_SIZE))
        .withConnections(settings.value(AgentOtlpSettings.GRPC_MAX_CONNECTIONS));
  }

  public List<Part> parts() {
    return List.of(grpc, http);
  }
}
