package io.jaegerstack.query;

import io.jaegerstack.query.grpc.CallsInWork;
import io.jaegerstack.query.grpc.QueryGrpcServer;
import io.jaegerstack.query.http.AnswerHeaders;
import io.jaegerstack.query.http.HttpCounts;
import io.jaegerstack.query.http.Mount;
import io.jaegerstack.query.http.QueryHttpApi;
import io.jaegerstack.query.service.AnswerBudget;
import io.jaegerstack.query.service.QueryService;
import io.jaegerstack.query.ui.BasePath;
import io.jaegerstack.query.ui.QueryUi;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.grpc.GrpcAdmission;
import io.jaegerstack.server.http.HttpLimits;
import io.jaegerstack.server.http.HttpServer;
import io.jaegerstack.server.http.Routes;
import io.jaegerstack.server.http.TenantGuard;
import io.jaegerstack.server.tls.Protocol;
import io.jaegerstack.server.tls.TlsServer;
import io.jaegerstack.settings.ByteSize;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.QuerySettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.settings.Tenancy;
import io.jaegerstack.settings.Version;
import io.jaegerstack.storage.Storage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Everything between a storage and its readers, as parts of a process.
public final class Query {
  /// Calls in work at one time, per port. What their traces take is bounded by [AnswerBudget]; this
  /// bounds the rest, such as lists of names and buffers.
  private static final int CALLS = 16;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// How long an answer waits for memory: what writing a large trace takes, and not what makes
  /// people load the page again.
  private static final Duration ROOM_PATIENCE = Duration.ofSeconds(10);

  /// Bodies are files to be transformed: as sent, after unpacking, all at one time.
  private static final ByteSize FILE = ByteSize.mib(8);

  private static final ByteSize UNPACKED_FILE = ByteSize.mib(16);
  private static final ByteSize FILES = ByteSize.mib(24);

  /// How long one trace may stay in memory for a slow caller while others wait for the memory.
  private static final Duration HOLD = Duration.ofSeconds(30);

  /// The traces being answered may take one in so many bytes of what stored spans leave of the
  /// heap. The rest is for queues, requests, and the garbage of making and writing answers.
  private static final long ANSWER_PART = 3;

  private static final long LEAST_ANSWER_BYTES = ByteSize.mib(4).bytes();

  private final HttpServer http;
  private final QueryGrpcServer grpc;

  private Query(HttpServer http, QueryGrpcServer grpc) {
    this.http = http;
    this.grpc = grpc;
  }

  /// Puts it together without starting anything.
  ///
  /// @param admission of the process's gRPC ports
  /// @throws io.jaegerstack.settings.SettingException for a setting that is wrong in itself
  public static Query of(
      SettingValues settings,
      Storage storage,
      MeterRegistry registry,
      EventLoops loops,
      GrpcAdmission admission) {
    var budget = new AnswerBudget(answerBytes(settings), ROOM_PATIENCE, HOLD, registry);
    return of(settings, storage, registry, loops, admission, budget);
  }

  /// With a budget of the caller's own, for tests.
  static Query of(
      SettingValues settings,
      Storage storage,
      MeterRegistry registry,
      EventLoops loops,
      GrpcAdmission admission,
      AnswerBudget budget) {
    var service =
        QueryService.of(
            storage, settings.value(QuerySettings.MAX_CLOCK_SKEW_ADJUSTMENT), budget, registry);
    HostPort grpcAddress = settings.value(QuerySettings.GRPC_HOST_PORT);
    return new Query(
        http(settings, service, registry, loops)
            .withTls(TlsServer.of(settings, QuerySettings.HTTP_TLS, Protocol.HTTP_1_1, registry)),
        QueryGrpcServer.of(
            grpcAddress,
            loops,
            admission,
            service,
            new CallsInWork(CALLS, PATIENCE, registry),
            TlsServer.of(settings, QuerySettings.GRPC_TLS, Protocol.HTTP_2, registry)));
  }

  private static long answerBytes(SettingValues settings) {
    long heap = Runtime.getRuntime().maxMemory();
    long stored =
        settings.value(StorageSettings.TYPE).equals("memory")
            ? settings.value(StorageSettings.MEMORY_MAX_BYTES).bytes()
            : 0;
    return Math.max(LEAST_ANSWER_BYTES, (heap - stored) / ANSWER_PART);
  }

  private static HttpServer http(
      SettingValues settings, QueryService service, MeterRegistry registry, EventLoops loops) {
    var base = BasePath.of(settings.value(QuerySettings.BASE_PATH));
    var routes = Routes.Builder.under(base.prefix());
    var headers = AnswerHeaders.of(settings.value(QuerySettings.ADDITIONAL_HEADERS));
    var mount = new Mount(routes, headers);
    var guard = new TenantGuard(Tenancy.of(settings));
    new QueryHttpApi(service, InstantSource.system()).mount(mount.behind(guard));
    QueryUi.of(base, Version.current(), settings.value(QuerySettings.UI_CONFIG)).mount(mount);
    return HttpServer.of(
        "query",
        loops,
        settings.value(QuerySettings.HTTP_HOST_PORT),
        HttpLimits.bodies(FILE, UNPACKED_FILE, FILES).withCalls(CALLS, PATIENCE),
        routes.build(),
        mount.errors(),
        new HttpCounts(registry));
  }

  /// In the order of starting.
  public List<Part> parts() {
    return List.of(grpc, http);
  }

  /// The port listened on, once started.
  public int httpPort() {
    return http.port();
  }

  /// The port listened on, once started.
  public int grpcPort() {
    return grpc.port();
  }
}
