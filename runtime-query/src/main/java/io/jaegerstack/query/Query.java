package io.jaegerstack.query;

import io.jaegerstack.query.grpc.CallsInWork;
import io.jaegerstack.query.grpc.QueryGrpcServer;
import io.jaegerstack.query.http.AnswerHeaders;
import io.jaegerstack.query.http.HttpCounts;
import io.jaegerstack.query.http.Mount;
import io.jaegerstack.query.http.QueryHttpApi;
import io.jaegerstack.query.service.QueryService;
import io.jaegerstack.query.ui.BasePath;
import io.jaegerstack.query.ui.QueryUi;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.http.HttpLimits;
import io.jaegerstack.server.http.HttpServer;
import io.jaegerstack.server.http.Routes;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.QuerySettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.Version;
import io.jaegerstack.storage.Storage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Everything between a storage and its readers, as parts of a process.
public final class Query {
  /// Answers in work at one time, per port. Each holds the traces that its caller has not read yet,
  /// so this times the largest answer is what readers can make the process hold.
  private static final int CALLS = 16;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpServer http;
  private final QueryGrpcServer grpc;

  private Query(HttpServer http, QueryGrpcServer grpc) {
    this.http = http;
    this.grpc = grpc;
  }

  /// Puts it together without starting anything.
  ///
  /// @throws io.jaegerstack.settings.SettingException for a setting that is wrong in itself
  public static Query of(
      SettingValues settings, Storage storage, MeterRegistry registry, EventLoops loops) {
    var service =
        QueryService.of(storage, settings.value(QuerySettings.MAX_CLOCK_SKEW_ADJUSTMENT), registry);
    HostPort grpcAddress = settings.value(QuerySettings.GRPC_HOST_PORT);
    return new Query(
        http(settings, service, registry, loops),
        QueryGrpcServer.of(
            grpcAddress, loops, service, new CallsInWork(CALLS, PATIENCE, registry)));
  }

  private static HttpServer http(
      SettingValues settings, QueryService service, MeterRegistry registry, EventLoops loops) {
    var base = BasePath.of(settings.value(QuerySettings.BASE_PATH));
    var routes = Routes.Builder.under(base.prefix());
    var headers = AnswerHeaders.of(settings.value(QuerySettings.ADDITIONAL_HEADERS));
    var mount = new Mount(routes, headers);
    new QueryHttpApi(service, InstantSource.system()).mount(mount);
    QueryUi.of(base, Version.current(), settings.value(QuerySettings.UI_CONFIG)).mount(mount);
    return HttpServer.of(
        "query",
        loops,
        settings.value(QuerySettings.HTTP_HOST_PORT),
        HttpLimits.small().withCalls(CALLS, PATIENCE),
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
