package io.jaegerstack.collector;

import io.jaegerstack.collector.pipeline.Pipeline;
import io.jaegerstack.collector.receiver.ReceiverCounts;
import io.jaegerstack.collector.receiver.grpc.GrpcLimits;
import io.jaegerstack.collector.receiver.grpc.GrpcServer;
import io.jaegerstack.collector.receiver.grpc.HealthService;
import io.jaegerstack.collector.receiver.grpc.SamplingService;
import io.jaegerstack.collector.receiver.grpc.SpanServices;
import io.jaegerstack.collector.receiver.http.HttpCounts;
import io.jaegerstack.collector.receiver.http.SamplingRoutes;
import io.jaegerstack.collector.receiver.http.ThriftRoutes;
import io.jaegerstack.collector.receiver.otlp.OtlpRoutes;
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
import io.jaegerstack.server.Part;
import io.jaegerstack.server.grpc.GrpcAdmission;
import io.jaegerstack.server.grpc.IntakeLimits;
import io.jaegerstack.server.http.ErrorFormat;
import io.jaegerstack.server.http.HttpLimits;
import io.jaegerstack.server.http.HttpServer;
import io.jaegerstack.server.http.Routes;
import io.jaegerstack.server.http.TenantGuard;
import io.jaegerstack.server.tls.Protocol;
import io.jaegerstack.server.tls.TlsServer;
import io.jaegerstack.settings.ByteSize;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.Setting;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.Tenancy;
import io.jaegerstack.settings.TlsServerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The collector's entrances, each on a port of its own: api_v2 and OTLP over gRPC, jaeger.thrift
/// and OTLP over HTTP, Zipkin's formats over HTTP, jaeger.thrift and Zipkin's thrift over TChannel.
public final class Receivers {
  /// What the frames of a message count for beside its bytes.
  private static final ByteSize FRAMES = ByteSize.mib(1);

  private final GrpcServer grpc;
  private final HttpServer http;
  private final TChannelServer tchannel;
  private final boolean withTChannel;
  private final GrpcServer otlpGrpc;
  private final HttpServer otlpHttp;
  private final boolean withOtlp;
  private final Optional<HttpServer> zipkin;

  private Receivers(
      GrpcServer grpc,
      HttpServer http,
      TChannelServer tchannel,
      boolean withTChannel,
      GrpcServer otlpGrpc,
      HttpServer otlpHttp,
      boolean withOtlp,
      Optional<HttpServer> zipkin) {
    this.grpc = grpc;
    this.http = http;
    this.tchannel = tchannel;
    this.withTChannel = withTChannel;
    this.otlpGrpc = otlpGrpc;
    this.otlpHttp = otlpHttp;
    this.withOtlp = withOtlp;
    this.zipkin = zipkin;
  }

  static Receivers of(
      SettingValues settings,
      Pipeline pipeline,
      StrategyProvider strategies,
      EventLoops loops,
      GrpcAdmission admission,
      Health health,
      Metrics metrics) {
    var keys = new InternTable();
    var counts = new ReceiverCounts(metrics);
    var services = new SpanServices(pipeline, counts);
    var healthService = HealthService.of(health);
    var jaeger = List.of(services.apiV2(keys), SamplingService.of(strategies), healthService);
    var otlp = List.of(services.otlp(keys), healthService);
    var routes = Routes.builder();
    new ThriftRoutes(pipeline, counts, keys).addTo(routes);
    new SamplingRoutes(strategies).addTo(routes);
    var otlpRoutes = Routes.builder();
    new OtlpRoutes(pipeline, counts, keys).addTo(otlpRoutes);

    var calls = new TChannelCalls(pipeline, counts, strategies, health, keys);

    HostPort grpc = settings.value(CollectorSettings.GRPC_HOST_PORT);
    HostPort otlpGrpc = settings.value(CollectorSettings.OTLP_GRPC_HOST_PORT);
    return new Receivers(
        new GrpcServer(
            "collector",
            loops,
            grpc,
            jaegerLimits(settings),
            admission,
            jaeger,
            tls(settings, CollectorSettings.GRPC_TLS, Protocol.HTTP_2, metrics),
            metrics),
        http("collector", settings, CollectorSettings.HTTP_HOST_PORT, loops, routes, metrics)
            .withTls(tls(settings, CollectorSettings.HTTP_TLS, Protocol.HTTP_1_1, metrics)),
        tchannel(settings, loops, calls, metrics),
        settings.value(CollectorSettings.TCHANNEL_ENABLED),
        new GrpcServer(
            "otlp",
            loops,
            otlpGrpc,
            otlpLimits(settings),
            admission,
            otlp,
            tls(settings, CollectorSettings.OTLP_GRPC_TLS, Protocol.HTTP_2, metrics),
            metrics),
        http("otlp", settings, CollectorSettings.OTLP_HTTP_HOST_PORT, loops, otlpRoutes, metrics)
            .withTls(tls(settings, CollectorSettings.OTLP_HTTP_TLS, Protocol.HTTP_1_1, metrics)),
        settings.value(CollectorSettings.OTLP_ENABLED),
        settings
            .value(CollectorSettings.ZIPKIN_HOST_PORT)
            .map(
                address ->
                    zipkin(
                        address,
                        settings,
                        loops,
                        new ZipkinRoutes(pipeline, counts, keys),
                        metrics)));
  }

  private static HttpServer zipkin(
      HostPort address,
      SettingValues settings,
      EventLoops loops,
      ZipkinRoutes zipkin,
      Metrics metrics) {
    var cors =
        new CrossOrigin(
            settings.value(CollectorSettings.ZIPKIN_CORS_ORIGINS),
            settings.value(CollectorSettings.ZIPKIN_CORS_HEADERS));
    var routes = Routes.builder();
    zipkin.addTo(routes, cors);
    HttpLimits limits = bodies(settings);
    return HttpServer.of(
            "zipkin",
            loops,
            address,
            settings.value(CollectorSettings.ZIPKIN_KEEP_ALIVE)
                ? limits
                : limits.withoutKeepAlive(),
            routes.build().guarded("POST", new TenantGuard(Tenancy.of(settings))::of),
            ErrorFormat.PLAIN,
            new HttpCounts(metrics, "zipkin"))
        .withTls(tls(settings, CollectorSettings.ZIPKIN_TLS, Protocol.HTTP_1_1, metrics));
  }

  private static Optional<TlsServer> tls(
      SettingValues settings, TlsServerSettings tls, Protocol protocol, Metrics metrics) {
    return TlsServer.of(settings, tls, protocol, metrics.registry());
  }

  /// A call may be as large as a message over gRPC.
  private static TChannelServer tchannel(
      SettingValues settings, EventLoops loops, TChannelCalls calls, Metrics metrics) {
    var limits =
        TChannelLimits.of(
            settings.value(CollectorSettings.GRPC_MAX_MESSAGE_SIZE).toInt(),
            settings.value(CollectorSettings.TCHANNEL_UNFINISHED_BYTES).bytes());
    HostPort address = settings.value(CollectorSettings.TCHANNEL_HOST_PORT);
    return new TChannelServer(loops, address, limits, calls, metrics);
  }

  private static GrpcLimits jaegerLimits(SettingValues settings) {
    return new GrpcLimits(
        settings.value(CollectorSettings.GRPC_MAX_MESSAGE_SIZE).toInt(),
        settings.value(CollectorSettings.GRPC_MAX_CONNECTION_AGE),
        settings.value(CollectorSettings.GRPC_MAX_CONNECTION_AGE_GRACE));
  }

  private static GrpcLimits otlpLimits(SettingValues settings) {
    return new GrpcLimits(
        settings.value(CollectorSettings.OTLP_GRPC_MAX_MESSAGE_SIZE).toInt(),
        settings.value(CollectorSettings.OTLP_GRPC_MAX_CONNECTION_AGE),
        settings.value(CollectorSettings.OTLP_GRPC_MAX_CONNECTION_AGE_GRACE));
  }

  /// Spans are tenants', sampling strategies are anyone's: clients have no header for them.
  ///
  /// A body over HTTP may be as large as a message over gRPC; all of them together may take as much
  /// memory as the queue that they are about to enter.
  private static HttpServer http(
      String name,
      SettingValues settings,
      Setting<HostPort> address,
      EventLoops loops,
      Routes.Builder routes,
      Metrics metrics) {
    return HttpServer.of(
        name,
        loops,
        settings.value(address),
        bodies(settings),
        routes.build().guarded("POST", new TenantGuard(Tenancy.of(settings))::of),
        ErrorFormat.PLAIN,
        new HttpCounts(metrics, name));
  }

  private static HttpLimits bodies(SettingValues settings) {
    ByteSize largest = settings.value(CollectorSettings.GRPC_MAX_MESSAGE_SIZE);
    return HttpLimits.bodies(largest, largest, together(settings, largest));
  }

  /// What the process's gRPC ports admit: requests that have not arrived whole may take as much
  /// memory as the queue that they are about to enter, and always two of the largest. One
  /// connection gets a quarter of it, and always two of the largest, too. Where the JVM's own bound
  /// is lower, that counts, as long as one of the largest fits.
  ///
  /// @throws SettingException where it does not: such a message would be told to come back for ever
  public static IntakeLimits intake(SettingValues settings) {
    return intake(settings, GrpcAdmission.mostRoom());
  }

  static IntakeLimits intake(SettingValues settings, long mostRoom) {
    long largest =
        Math.max(
            fitting(settings, CollectorSettings.GRPC_MAX_MESSAGE_SIZE, mostRoom),
            fitting(settings, CollectorSettings.OTLP_GRPC_MAX_MESSAGE_SIZE, mostRoom));
    long two = 2 * largest + FRAMES.bytes();
    long room = Math.min(together(settings, ByteSize.bytes(two)).bytes(), mostRoom);
    return IntakeLimits.of(room)
        .withRoom(room, Math.max(room / 4, Math.min(room, two)))
        .withConnections(settings.value(CollectorSettings.GRPC_MAX_CONNECTIONS));
  }

  private static long fitting(SettingValues settings, Setting<ByteSize> size, long mostRoom) {
    long bytes = settings.value(size).bytes();
    long most = mostRoom - FRAMES.bytes();
    if (bytes > most) {
      throw new SettingException(
          "%s is %s, expected at most %d bytes: half of the JVM's -XX:MaxDirectMemorySize, less %s"
              .formatted(size.flag(), settings.value(size), most, FRAMES));
    }
    return bytes;
  }

  private static ByteSize together(SettingValues settings, ByteSize least) {
    ByteSize queue = settings.value(CollectorSettings.QUEUE_BYTES);
    return queue.compareTo(least) < 0 ? least : queue;
  }

  List<Part> parts() {
    var parts = new ArrayList<Part>(List.of(grpc, http));
    if (withTChannel) {
      parts.add(tchannel);
    }
    if (withOtlp) {
      parts.add(otlpGrpc);
      parts.add(otlpHttp);
    }
    zipkin.ifPresent(parts::add);
    return parts;
  }

  /// api_v2 and sampling strategies over gRPC.
  public int grpcPort() {
    return grpc.port();
  }

  /// jaeger.thrift and sampling strategies over HTTP.
  public int httpPort() {
    return http.port();
  }

  /// jaeger.thrift and Zipkin's thrift over TChannel.
  public int tchannelPort() {
    return tchannel.port();
  }

  public int otlpGrpcPort() {
    return otlpGrpc.port();
  }

  public int otlpHttpPort() {
    return otlpHttp.port();
  }

  /// Zipkin's formats over HTTP.
  ///
  /// @throws java.util.NoSuchElementException where no address for them is set
  public int zipkinPort() {
    return zipkin.orElseThrow().port();
  }
}
