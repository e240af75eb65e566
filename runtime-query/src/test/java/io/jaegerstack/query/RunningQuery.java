package io.jaegerstack.query;

import io.jaegerstack.query.service.AnswerBudget;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Lifecycle;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.grpc.GrpcAdmission;
import io.jaegerstack.server.grpc.IntakeLimits;
import io.jaegerstack.settings.ByteSize;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.QuerySettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.Storage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// A query on real ports of 127.0.0.1.
public final class RunningQuery implements AutoCloseable {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Query query;
  private final Lifecycle lifecycle;

  public RunningQuery(Storage storage) throws IOException {
    this(storage, UnaryOperator.identity());
  }

  public RunningQuery(Storage storage, UnaryOperator<SettingValues> change) throws IOException {
    this(storage, change, ByteSize.mib(64).bytes(), Duration.ofSeconds(5), Duration.ofSeconds(30));
  }

  /// With little room for answers.
  public RunningQuery(Storage storage, long answerBytes, Duration patience, Duration hold)
      throws IOException {
    this(storage, UnaryOperator.identity(), answerBytes, patience, hold);
  }

  private RunningQuery(
      Storage storage,
      UnaryOperator<SettingValues> change,
      long answerBytes,
      Duration patience,
      Duration hold)
      throws IOException {
    var loops = EventLoops.of(1);
    var budget = new AnswerBudget(answerBytes, patience, hold, registry);
    var admission = GrpcAdmission.of(loops, registry, IntakeLimits.of(ByteSize.mib(1).bytes()));
    query = Query.of(change.apply(settings()), storage, registry, loops, admission, budget);
    var parts = new ArrayList<Part>(List.of(loops));
    parts.addAll(query.parts());
    lifecycle = Lifecycle.of("query under test", parts);
    lifecycle.start();
  }

  public static SettingValues settings() {
    return SettingValues.defaults(Catalogue.of(Component.QUERY))
        .with(QuerySettings.HTTP_HOST_PORT, HostPort.loopback(0))
        .with(QuerySettings.GRPC_HOST_PORT, HostPort.loopback(0));
  }

  public SimpleMeterRegistry registry() {
    return registry;
  }

  public Query query() {
    return query;
  }

  public URI uri(String pathAndQuery) {
    return URI.create("http://127.0.0.1:" + query.httpPort() + pathAndQuery);
  }

  public HttpResponse<String> get(String pathAndQuery, String... headers)
      throws IOException, InterruptedException {
    return client.send(request(pathAndQuery, headers), BodyHandlers.ofString());
  }

  public HttpResponse<byte[]> bytes(String pathAndQuery, String... headers)
      throws IOException, InterruptedException {
    return client.send(request(pathAndQuery, headers), BodyHandlers.ofByteArray());
  }

  public HttpResponse<String> post(String pathAndQuery, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uri(pathAndQuery))
            .timeout(Duration.ofSeconds(30))
            .POST(BodyPublishers.ofString(body));
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest request(String pathAndQuery, String... headers) {
    var request = HttpRequest.newBuilder(uri(pathAndQuery)).timeout(Duration.ofSeconds(30));
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }

  @Override
  public void close() {
    lifecycle.stop(Duration.ofSeconds(5));
    client.close();
  }
}
