package io.jaegerstack.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.ByteSize;
import io.jaegertracing.api_v2.Model;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// OTLP's own generated client and plain HTTP against the agent's OTLP ports.
@Timeout(120)
class OtlpTest {
  private static final String FROM_GRPC = "{receiver=\"otlp\",transport=\"grpc\"}";

  @Test
  void sendsItsSpansOnWithTheAgentsTags() throws Exception {
    try (var collector = TestCollector.start();
        var agent =
            RunningAgent.start(
                collector.address(),
                settings -> settings.with(AgentSettings.TAGS, Map.of("cluster", "prod")))) {
      assertThat(grpc(agent, request(1, 10)).hasPartialSuccess()).isFalse();
      assertThat(http(agent, "application/x-protobuf", request(11, 5).toByteArray()).statusCode())
          .isEqualTo(200);
      collector.awaitSpans(15);
      Await.until(() -> agent.reporter().held() == 0, agent.ledger()::snapshot);
      assertThat(agent.reporter().forwarded()).isEqualTo(15);
      assertThat(agent.ledger().unbalanced()).isEmpty();
      assertThat(collector.spans())
          .allSatisfy(span -> assertThat(span.getProcess().getServiceName()).isEqualTo("shop"))
          .allSatisfy(
              span ->
                  assertThat(span.getProcess().getTagsList())
                      .extracting(Model.KeyValue::getKey, Model.KeyValue::getVStr)
                      .containsOnlyOnce(tuple("cluster", "prod")));
      assertThat(collector.spans().stream().map(span -> id(span.getSpanId())))
          .containsExactlyInAnyOrderElementsOf(LongStream.range(1, 16).boxed().toList());
      assertThat(agent.scrape())
          .contains(
              "jaeger_agent_reporter_spans_submitted_total{format=\"otlp\",protocol=\"grpc\"} 15.0")
          .contains(
              "jaeger_agent_reporter_spans_submitted_total{format=\"jaeger\",protocol=\"grpc\"} 0.0")
          .contains("otelcol_receiver_accepted_spans_total" + FROM_GRPC + " 10.0")
          .contains(
              "jaegerstack_agent_http_requests_total{route=\"/v1/traces\",server=\"otlp\",status=\"200\"} 1.0");
    }
  }

  @Test
  void asksToComeBackWhereItsQueueIsFullAndKeepsNothing() throws Exception {
    try (var agent =
        RunningAgent.start(
            "127.0.0.1:1",
            settings -> settings.with(AgentSettings.REPORTER_QUEUE_BYTES, ByteSize.kib(64)))) {
      fill(agent, 150);
      fill(agent, 1);
      long taken = agent.reporter().received();
      assertThatThrownBy(() -> grpc(agent, request(1, 150)))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              refused -> {
                assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                assertThat(refused.getStatus().getDescription())
                    .isEqualTo("the agent's queue is full");
                assertThat(pushback(refused)).isEqualTo("1000");
              });
      var refused = http(agent, "application/json", json());
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("retry-after")).contains("1");
      assertThat(refused.body())
          .isEqualTo("{\"code\":8,\"message\":\"the agent's queue is full\"}");
      assertThat(agent.reporter().received()).isEqualTo(taken);
      assertThat(agent.reporter().snapshot().totalDropped()).isZero();
      assertThat(agent.scrape())
          .contains(
              "otelcol_receiver_refused_spans_total{receiver=\"otlp\",transport=\"http\"} 150.0");
      assertThat(agent.stop(Duration.ofMillis(300))).isFalse();
      assertThat(agent.reporter().dropped(DropReason.SHUTDOWN)).isEqualTo(taken);
    }
  }

  private static void fill(RunningAgent agent, int spans) {
    Await.until(
        () -> {
          try {
            grpc(agent, request(1, spans));
            return false;
          } catch (StatusRuntimeException full) {
            assertThat(full.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            return true;
          }
        },
        agent.ledger()::snapshot);
  }

  @Test
  void sendsInPartsWhatIsTooLargeForTheCollector() throws Exception {
    try (var collector = TestCollector.start();
        var agent = RunningAgent.start(collector.address())) {
      collector.answers(
          request ->
              request.getBatch().getSpansCount() > 3
                  ? Status.RESOURCE_EXHAUSTED.withDescription("received message larger than max")
                  : Status.OK);
      grpc(agent, request(1, 20));
      collector.awaitSpans(20);
      Await.until(() -> agent.reporter().held() == 0, agent.ledger()::snapshot);
      assertThat(agent.reporter().forwarded()).isEqualTo(20);
      assertThat(collector.spans().stream().map(span -> id(span.getSpanId())))
          .containsExactlyInAnyOrderElementsOf(LongStream.range(1, 21).boxed().toList());
    }
  }

  @Test
  void tellsHowManySpansHaveNoIdsAndCountsThem() throws Exception {
    try (var collector = TestCollector.start();
        var agent = RunningAgent.start(collector.address())) {
      var answer = grpc(agent, request(0, 3));
      assertThat(answer.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
      collector.awaitSpans(2);
      agent.awaitBalanced();
      assertThat(agent.reporter().dropped(DropReason.MALFORMED)).isEqualTo(1);
    }
  }

  @Test
  void refusesWhatIsNotOtlp() throws Exception {
    try (var agent = RunningAgent.start("127.0.0.1:1")) {
      byte[] broken = {10, 5, 1};
      var refused = http(agent, "application/x-protobuf", broken);
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.headers().firstValue("content-type")).contains("application/x-protobuf");
      assertThat(http(agent, "text/plain", broken).statusCode()).isEqualTo(415);
      assertThat(
              http(
                      agent,
                      "application/json",
                      "{\"resourceSpans\":7}".getBytes(StandardCharsets.UTF_8))
                  .statusCode())
          .isEqualTo(400);
      assertThat(agent.reporter().received()).isZero();
      assertThat(agent.scrape())
          .contains(
              "jaegerstack_agent_requests_malformed_total{format=\"otlp\",transport=\"http\"} 2.0");
    }
  }

  private static ExportTraceServiceRequest request(long firstId, int count) {
    var scope = ScopeSpans.newBuilder();
    for (long id = firstId; id < firstId + count; id++) {
      scope.addSpans(
          Span.newBuilder()
              .setTraceId(ByteString.copyFrom(ByteBuffer.allocate(16).putLong(8, 7).array()))
              .setSpanId(ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0, id).array()))
              .setName("operation")
              .setStartTimeUnixNano(1_700_000_000_000_000_000L)
              .setEndTimeUnixNano(1_700_000_000_000_001_000L));
    }
    var service =
        KeyValue.newBuilder()
            .setKey("service.name")
            .setValue(AnyValue.newBuilder().setStringValue("shop"));
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder().addAttributes(service))
                .addScopeSpans(scope))
        .build();
  }

  /// Too many spans for what is left of the queue.
  private static byte[] json() {
    String span =
        "{\"traceId\":\"00000000000000000000000000000007\",\"spanId\":\"0000000000000001\",\"name\":\"operation\"}";
    String spans = span + ("," + span).repeat(149);
    return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[%s]}]}]}"
        .formatted(spans)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static long id(ByteString bytes) {
    return bytes.asReadOnlyByteBuffer().getLong();
  }

  private static String pushback(StatusRuntimeException refused) {
    Metadata trailers = refused.getTrailers();
    assertThat(trailers).isNotNull();
    return trailers.get(
        Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER));
  }

  private static ExportTraceServiceResponse grpc(
      RunningAgent agent, ExportTraceServiceRequest request) {
    ManagedChannel channel =
        NettyChannelBuilder.forTarget("dns:///127.0.0.1:" + agent.otlpGrpcPort())
            .usePlaintext()
            .build();
    try {
      return TraceServiceGrpc.newBlockingStub(channel).export(request);
    } finally {
      channel.shutdownNow();
    }
  }

  private static HttpResponse<String> http(RunningAgent agent, String type, byte[] body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/v1/traces".formatted(agent.otlpHttpPort())))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }
}
