package io.jaegerstack.collector;

import io.grpc.ServerServiceDefinition;
import io.jaegerstack.collector.pipeline.Pipeline;
import io.jaegerstack.collector.receiver.Intake;
import io.jaegerstack.collector.receiver.ReceiverCounts;
import io.jaegerstack.collector.receiver.grpc.SamplingService;
import io.jaegerstack.collector.receiver.grpc.SpanServices;
import io.jaegerstack.collector.receiver.http.SamplingRoutes;
import io.jaegerstack.collector.receiver.http.ThriftRoutes;
import io.jaegerstack.collector.receiver.otlp.OtlpRoutes;
import io.jaegerstack.collector.receiver.relay.RelayLimits;
import io.jaegerstack.collector.receiver.relay.RelayServer;
import io.jaegerstack.collector.receiver.tchannel.TChannelCalls;
import io.jaegerstack.collector.receiver.tchannel.TChannelLimits;
import io.jaegerstack.collector.receiver.tchannel.TChannelServer;
import io.jaegerstack.collector.receiver.zipkin.CrossOrigin;
import io.jaegerstack.collector.receiver.zipkin.ZipkinRoutes;
import io.jaegerstack.collector.sampling.StrategyProvider;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.grpc.GrpcAdmission;
import io.jaegerstack.server.grpc.GrpcLimits;
import io.jaegerstack.server.grpc.GrpcServer;
import io.jaegerstack.server.grpc.HealthService;
import io.jaegerstack.server.http.ErrorFormat;
import io.jaegerstack.server.http.HttpCounts;
import io.jaegerstack.server.http.HttpLimits;
import io.jaegerstack.server.http.HttpServer;
import io.jaegerstack.server.http.Routes;
import io.jaegerstack.server.http.TenantGuard;
import io.jaegerstack.server.tls.Protocol;
import io.jaegerstack.server.tls.TlsServer;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.Tenancy;
import io.jaegerstack.settings.TlsServerSettings;
import io.jaegerstack.wire.proto.RetryTrailers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Builds each of the collector's entrances from the settings: a method per port.
final class ReceiverFactory {
  private final SettingValues settings;
  private final Pipeline pipeline;
  private final StrategyProvider strategies;
  private final EventLoops loops;
  private final GrpcAdmission admission;
  private final Health health;
  private final Metrics metrics;
  private final Intake intake;
  private final ReceiverCounts counts;
  private final TenantGuard tenants;
  private final Optional<TlsServer> grpcTls;

  /// Tag keys repeat over all protocols: one table serves all.
  private final InternTable keys = new InternTable();

  ReceiverFactory(
      SettingValues settings,
      Pipeline pipeline,
      StrategyProvider strategies,
      EventLoops loops,
      GrpcAdmission admission,
      Health health,
      Metrics metrics) {
    this.settings = settings;
    this.pipeline = pipeline;
    this.strategies = strategies;
    this.loops = loops;
    this.admission = admission;
    this.health = health;
    this.metrics = metrics;
    this.intake = Intake.of(settings, pipeline, loops.group());
    this.counts = new ReceiverCounts(metrics);
    this.tenants = new TenantGuard(Tenancy.of(settings));
    this.grpcTls = tls(CollectorSettings.GRPC_TLS, Protocol.HTTP_2);
  }

  /// api_v2 and sampling strategies over gRPC, port 14250.
  GrpcServer apiV2() {
    var limits =
        new GrpcLimits(
            settings.value(CollectorSettings.GRPC_MAX_MESSAGE_SIZE).toInt(),
            settings.value(CollectorSettings.GRPC_MAX_CONNECTION_AGE),
            settings.value(CollectorSettings.GRPC_MAX_CONNECTION_AGE_GRACE));
    return grpc(
        "collector",
        settings.value(CollectorSettings.GRPC_HOST_PORT),
        limits,
        List.of(spans().apiV2(keys), SamplingService.of(strategies)),
        grpcTls);
  }

  /// jaeger.thrift and sampling strategies over HTTP, port 14268.
  HttpServer thrift() {
    var routes = Routes.builder();
    new ThriftRoutes(intake, counts, keys).addTo(routes);
    new SamplingRoutes(strategies).addTo(routes);
    return http(
        "collector",
        settings.value(CollectorSettings.HTTP_HOST_PORT),
        IntakeRoom.http(settings),
        tenants(routes),
        CollectorSettings.HTTP_TLS);
  }

  /// jaeger.thrift and Zipkin's thrift over TChannel, port 14267. A call may be as large as a
  /// message over gRPC.
  Optional<TChannelServer> tchannel() {
    if (!settings.value(CollectorSettings.TCHANNEL_ENABLED)) {
      return Optional.empty();
    }
    var limits =
        TChannelLimits.of(
            settings.value(CollectorSettings.GRPC_MAX_MESSAGE_SIZE).toInt(),
            settings.value(CollectorSettings.TCHANNEL_UNFINISHED_BYTES).bytes());
    var calls = new TChannelCalls(intake, counts, strategies, health, keys);
    HostPort address = settings.value(CollectorSettings.TCHANNEL_HOST_PORT);
    return Optional.of(new TChannelServer(loops, address, limits, calls, metrics));
  }

  /// Frames of our own agents, port 14277. It speaks TLS where the gRPC port does, with its
  /// certificate.
  Optional<RelayServer> relay() {
    if (!settings.value(CollectorSettings.RELAY_ENABLED)) {
      return Optional.empty();
    }
    var limits =
        RelayLimits.of(
            settings.value(CollectorSettings.RELAY_MAX_MESSAGE_SIZE).toInt(),
            settings.value(CollectorSettings.RELAY_WINDOW).bytes(),
            settings.value(CollectorSettings.RELAY_UNFINISHED_BYTES).bytes(),
            settings.value(CollectorSettings.RELAY_MAX_CONNECTION_AGE));
    return Optional.of(
        new RelayServer(
            loops,
            settings.value(CollectorSettings.RELAY_HOST_PORT),
            limits,
            pipeline,
            counts,
            keys,
            Tenancy.of(settings),
            grpcTls.map(tls -> tls.speaking(Protocol.RELAY)),
            metrics));
  }

  /// OTLP over gRPC, port 4317.
  Optional<GrpcServer> otlpGrpc() {
    if (!settings.value(CollectorSettings.OTLP_ENABLED)) {
      return Optional.empty();
    }
    var limits =
        new GrpcLimits(
            settings.value(CollectorSettings.OTLP_GRPC_MAX_MESSAGE_SIZE).toInt(),
            settings.value(CollectorSettings.OTLP_GRPC_MAX_CONNECTION_AGE),
            settings.value(CollectorSettings.OTLP_GRPC_MAX_CONNECTION_AGE_GRACE));
    return Optional.of(
        grpc(
            "otlp",
            settings.value(CollectorSettings.OTLP_GRPC_HOST_PORT),
            limits,
            List.of(spans().otlp(keys)),
            tls(CollectorSettings.OTLP_GRPC_TLS, Protocol.HTTP_2)));
  }

  /// OTLP over HTTP, port 4318.
  Optional<HttpServer> otlpHttp() {
    if (!settings.value(CollectorSettings.OTLP_ENABLED)) {
      return Optional.empty();
    }
    var routes = Routes.builder();
    new OtlpRoutes(intake, counts, keys).addTo(routes);
    return Optional.of(
        http(
            "otlp",
            settings.value(CollectorSettings.OTLP_HTTP_HOST_PORT),
            IntakeRoom.http(settings),
            tenants(routes),
            CollectorSettings.OTLP_HTTP_TLS));
  }

  /// Zipkin's formats over HTTP, usually on port 9411; empty where no address is set.
  Optional<HttpServer> zipkin() {
    return settings.value(CollectorSettings.ZIPKIN_HOST_PORT).map(this::zipkin);
  }

  private HttpServer zipkin(HostPort address) {
    var cors =
        new CrossOrigin(
            settings.value(CollectorSettings.ZIPKIN_CORS_ORIGINS),
            settings.value(CollectorSettings.ZIPKIN_CORS_HEADERS));
    var routes = Routes.builder();
    new ZipkinRoutes(intake, counts, keys).addTo(routes, cors, tenants);
    HttpLimits limits = IntakeRoom.http(settings);
    boolean keepAlive = settings.value(CollectorSettings.ZIPKIN_KEEP_ALIVE);
    return http(
        "zipkin",
        address,
        keepAlive ? limits : limits.withoutKeepAlive(),
        routes.build(),
        CollectorSettings.ZIPKIN_TLS);
  }

  private SpanServices spans() {
    return new SpanServices(intake, counts);
  }

  private GrpcServer grpc(
      String name,
      HostPort address,
      GrpcLimits limits,
      List<ServerServiceDefinition> services,
      Optional<TlsServer> tls) {
    return new GrpcServer(
        name,
        loops,
        address,
        limits,
        admission,
        withHealth(services),
        tls,
        RetryTrailers::comeBack,
        metrics);
  }

  private List<ServerServiceDefinition> withHealth(List<ServerServiceDefinition> services) {
    return Stream.concat(services.stream(), Stream.of(HealthService.of(health))).toList();
  }

  /// Spans are tenants', sampling strategies are anyone's: clients have no header for them.
  private Routes tenants(Routes.Builder routes) {
    return routes.build().guarded("POST", tenants::of);
  }

  private HttpServer http(
      String name, HostPort address, HttpLimits limits, Routes routes, TlsServerSettings tls) {
    return HttpServer.of(
            name,
            loops,
            address,
            limits,
            routes,
            ErrorFormat.PLAIN,
            new HttpCounts(metrics, "collector", name))
        .withTls(tls(tls, Protocol.HTTP_1_1));
  }

  private Optional<TlsServer> tls(TlsServerSettings tls, Protocol protocol) {
    return TlsServer.of(settings, tls, protocol, metrics.registry());
  }
}
