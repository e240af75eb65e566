package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import io.jaegerstack.agent.Agent;
import io.jaegerstack.collector.Collector;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.CommandLine;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegertracing.api_v2.Query;
import io.jaegertracing.api_v2.QueryServiceGrpc;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyParameters;
import io.jaegertracing.api_v2.SamplingManagerGrpc;
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
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two tenants of one process, from every entrance to every reader.
class TenancyTest {
  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("x-tenant", Metadata.ASCII_STRING_MARSHALLER);
  private static final String NONE = "";
  private static final String ENABLED = "--multi-tenancy.enabled=true";
  private static final String TENANTS = "--multi-tenancy.tenants=acme,rival";

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private AllInOne allInOne;

  @BeforeEach
  void start() throws IOException {
    allInOne = AllInOne.of(settings(ENABLED, TENANTS, "--multi-tenancy.default-tenant=rival"));
    allInOne.lifecycle().start();
  }

  @AfterEach
  void stop() {
    channels.forEach(ManagedChannel::shutdownNow);
    allInOne.lifecycle().stop(Duration.ofSeconds(15));
    assertThat(allInOne.ledger().unbalanced()).isEmpty();
  }

  @Test
  void nobodySeesTheSpansOfAnother() throws Exception {
    assertThat(post("acme", "0000000000000a11").statusCode()).isEqualTo(200);
    assertThat(post("rival", "0000000000000b22").statusCode()).isEqualTo(200);
    awaitTrace("acme", "0000000000000a11");
    awaitTrace("rival", "0000000000000b22");

    assertThat(get("rival", "/api/traces/0000000000000a11").statusCode()).isEqualTo(404);
    assertThat(get("acme", "/api/traces?traceID=b22&traceID=a11").body())
        .contains("\"traceID\":\"0000000000000a11\"")
        .doesNotContain("\"traceID\":\"0000000000000b22\",\"spanID\"");
    assertThat(get("acme", "/api/services").body()).contains("acme-shop").doesNotContain("rival");
    assertThat(services("rival")).containsExactly("rival-shop");
  }

  @ParameterizedTest
  @CsvSource({"'', missing tenant header", "stranger, unknown tenant"})
  void httpRefusesWhoIsNoTenant(String tenant, String why) throws Exception {
    for (var answer : List.of(post(tenant, "a11"), get(tenant, "/api/services"))) {
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).contains(why);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', UNAUTHENTICATED, missing tenant header",
    "stranger, PERMISSION_DENIED, unknown tenant"
  })
  void grpcRefusesWhoIsNoTenant(String tenant, Status.Code code, String why) {
    assertRefused(() -> services(tenant), code, why);
    assertRefused(() -> strategy(tenant), code, why);
  }

  @Test
  void httpRefusesWhoNamesTwo() throws Exception {
    var two = HttpRequest.newBuilder().header(HEADER.name(), "rival");
    var answer = send("acme", allInOne.query().httpPort(), "/api/services", two);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("extra tenant header");
  }

  @Test
  void grpcRefusesWhoNamesTwo() {
    var two = new Metadata();
    two.put(HEADER, "acme");
    two.put(HEADER, "rival");
    var query = with(two, QueryServiceGrpc.newBlockingStub(queryChannel()));
    assertRefused(
        () -> query.getServices(Query.GetServicesRequest.getDefaultInstance()),
        Status.Code.PERMISSION_DENIED,
        "extra tenant header");
  }

  @Test
  void spansOverUdpAreTheDefaultTenants() throws Exception {
    UdpClient.sendCompact(allInOne.agent().agent().compactPort(), "shop", 0x71, 5);
    awaitTrace("rival", "0000000000000071");
    assertThat(get("acme", "/api/traces/0000000000000071").statusCode()).isEqualTo(404);
  }

  @Test
  void anAgentHasATenantOfItsOwn() throws Exception {
    stop();
    allInOne = AllInOne.of(settings(TENANTS, ENABLED, "--reporter.grpc.tenant=acme"));
    allInOne.lifecycle().start();
    UdpClient.sendCompact(allInOne.agent().agent().compactPort(), "shop", 0x72, 5);
    awaitTrace("acme", "0000000000000072");
    assertThat(get("rival", "/api/traces/0000000000000072").statusCode()).isEqualTo(404);
  }

  @Test
  void anAgentNamesItsTenantInTheHeaderThatTheCollectorReads() throws Exception {
    stop();
    allInOne =
        AllInOne.of(
            settings(
                TENANTS,
                ENABLED,
                "--multi-tenancy.header=x-scope-orgid",
                "--reporter.grpc.tenant=acme"));
    allInOne.lifecycle().start();
    UdpClient.sendCompact(allInOne.agent().agent().compactPort(), "shop", 0x74, 5);
    var collected = allInOne.ledger().hop(Collector.HOP, Counted.SPANS);
    Eventually.find(
        "5 spans stored",
        () -> Optional.of(collected.forwarded()).filter(forwarded -> forwarded == 5));
  }

  @Test
  void spansOverUdpThatAreNobodysAreRefusedAndCounted() throws Exception {
    stop();
    allInOne = AllInOne.of(settings(TENANTS, ENABLED));
    allInOne.lifecycle().start();
    UdpClient.sendCompact(allInOne.agent().agent().compactPort(), "shop", 0x73, 5);
    var reporter = allInOne.ledger().hop(Agent.REPORTER_HOP, Counted.SPANS);
    Eventually.find(
        "5 spans dropped",
        () -> Optional.of(reporter.snapshot().totalDropped()).filter(dropped -> dropped == 5));
    assertThat(get("acme", "/api/services").body()).contains("\"data\":[]");
  }

  @Test
  void theUiAndSamplingStrategiesAreAnyones() throws Exception {
    assertThat(get(NONE, "/").statusCode()).isEqualTo(200);
    var uri = "http://127.0.0.1:%d/api/sampling?service=x";
    var request = HttpRequest.newBuilder(URI.create(uri.formatted(collectorPort()))).build();
    assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --multi-tenancy.header=x-tenant  | --multi-tenancy.tenants is "", expected the tenants, because tenancy is enabled
          --multi-tenancy.tenants=a-b      | --multi-tenancy.tenants is "a-b", expected up to 63 lower-case letters, digits and _ for each
          --multi-tenancy.default-tenant=x | --multi-tenancy.tenants is "", expected the tenants, because tenancy is enabled
          """)
  void doesNotStartWithSettingsThatContradict(String flag, String fault) {
    assertThatThrownBy(() -> AllInOne.of(settings(ENABLED, flag)))
        .isInstanceOf(SettingException.class)
        .hasMessage(fault);
  }

  private static void assertRefused(Runnable call, Status.Code code, String why) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refused -> {
              assertThat(refused.getStatus().getCode()).isEqualTo(code);
              assertThat(refused.getStatus().getDescription()).isEqualTo(why);
            });
  }

  private List<String> services(String tenant) {
    return with(headers(tenant), QueryServiceGrpc.newBlockingStub(queryChannel()))
        .getServices(Query.GetServicesRequest.getDefaultInstance())
        .getServicesList();
  }

  private void strategy(String tenant) {
    var parameters = SamplingStrategyParameters.newBuilder().setServiceName("shop").build();
    var channel = channel(allInOne.receivers().grpcPort());
    var answer =
        with(headers(tenant), SamplingManagerGrpc.newBlockingStub(channel))
            .getSamplingStrategy(parameters);
    assertThat(answer).isNotNull();
  }

  private static Metadata headers(String tenant) {
    var headers = new Metadata();
    if (!tenant.isEmpty()) {
      headers.put(HEADER, tenant);
    }
    return headers;
  }

  private static <S extends AbstractStub<S>> S with(Metadata headers, S stub) {
    return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private ManagedChannel queryChannel() {
    return channel(allInOne.query().grpcPort());
  }

  private ManagedChannel channel(int port) {
    var channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    channels.add(channel);
    return channel;
  }

  private int collectorPort() {
    return allInOne.receivers().httpPort();
  }

  private void awaitTrace(String tenant, String traceId) {
    Eventually.find(
        tenant + "'s trace " + traceId,
        () -> {
          try {
            var answer = get(tenant, "/api/traces/" + traceId);
            return answer.statusCode() == 200 ? Optional.of(answer) : Optional.empty();
          } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
          }
        });
  }

  private HttpResponse<String> get(String tenant, String path)
      throws IOException, InterruptedException {
    return send(tenant, allInOne.query().httpPort(), path, HttpRequest.newBuilder());
  }

  /// One span of the service `<tenant>-shop`, by OTLP.
  private HttpResponse<String> post(String tenant, String traceId)
      throws IOException, InterruptedException {
    String body =
        """
        {"resourceSpans": [{
          "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "%s-shop"}}]},
          "scopeSpans": [{"spans": [{
            "traceId": "%s", "spanId": "00000000000000ef", "name": "one",
            "startTimeUnixNano": "1767225600000000000", "endTimeUnixNano": "1767225600001000000"}]}]}]}
        """
            .formatted(tenant, "0".repeat(32 - traceId.length()) + traceId);
    var request =
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    return send(tenant, allInOne.receivers().otlpHttpPort(), "/v1/traces", request);
  }

  private HttpResponse<String> send(
      String tenant, int port, String path, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    if (!tenant.isEmpty()) {
      request.header("X-Tenant", tenant);
    }
    request.uri(URI.create("http://127.0.0.1:%d%s".formatted(port, path)));
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static SettingValues settings(String... flags) {
    List<String> all = new ArrayList<>(List.of(Flags.ALL_IN_ONE));
    all.addAll(List.of(flags));
    var line = CommandLine.of(Catalogue.of(Component.ALL_IN_ONE), all, Map.of());
    return ((CommandLine.Run) line).values();
  }
}
