package io.jaegerstack.collector.receiver;

import static io.jaegerstack.collector.receiver.OtlpRequests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.RetryInfo;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.RunningCollector;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import io.jaegerstack.settings.CollectorSettings;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Ports 4317 and 4318 as OpenTelemetry's exporters see them.
class OtlpReceiverTest {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";
  private static final String ONE_SPAN =
      """
      {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},
       "scopeSpans":[{"spans":[{"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174",
        "name":"GET /","kind":2,"startTimeUnixNano":"1544712660000000000","endTimeUnixNano":"1544712661000000000"}]}]}]}
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private FaultyWriter writer = FaultyWriter.healthy();
  private RunningCollector collector;
  private ManagedChannel channel;

  @AfterEach
  void stop() {
    writer.open();
    client.close();
    channel.shutdownNow();
    collector.close();
    assertThat(collector.hop().snapshot().balance()).isZero();
  }

  @Test
  void storesSpansOverGrpc() throws Exception {
    start();
    var response = TraceServiceGrpc.newBlockingStub(channel).export(request("shop", 1, 2));
    assertThat(response).isEqualTo(ExportTraceServiceResponse.getDefaultInstance());
    awaitStored(2);
    Span stored = writer.stored().getFirst();
    assertThat(stored.process().serviceName()).isEqualTo("shop");
    assertThat(stored.tags()).contains(Tag.of("internal.span.format", "otlp"));
  }

  @Test
  void tellsHowManySpansItLeftOut() throws Exception {
    start();
    var partial =
        TraceServiceGrpc.newBlockingStub(channel)
            .export(request("shop", 1, 0, 0))
            .getPartialSuccess();
    assertThat(partial.getRejectedSpans()).isEqualTo(2);
    assertThat(partial.getErrorMessage()).isEqualTo("spans without trace id or span id");
    awaitStored(1);
    assertThat(collector.hop().dropped(DropReason.MALFORMED)).isEqualTo(2);
  }

  @Test
  void refusesOverGrpcSoThatExportersComeBack() throws Exception {
    fillTheQueue();
    var refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> TraceServiceGrpc.newBlockingStub(channel).export(request("shop", 3, 4, 5)));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(StatusProto.fromThrowable(refused).getDetails(0).is(RetryInfo.class)).isTrue();
    writer.open();
    awaitStored(3);
  }

  @Test
  void storesProtobufOverHttp() throws Exception {
    start();
    var response = post(PROTOBUF, request("shop", 1, 0).toByteArray());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue(PROTOBUF);
    assertThat(
            ExportTraceServiceResponse.parseFrom(response.body())
                .getPartialSuccess()
                .getRejectedSpans())
        .isEqualTo(1);
    awaitStored(1);
  }

  @Test
  void storesJsonOverHttp() throws Exception {
    start();
    var response = post(JSON, ONE_SPAN.getBytes());
    assertThat(new String(response.body())).isEqualTo("{}");
    assertThat(response.statusCode()).isEqualTo(200);
    awaitStored(1);
    assertThat(writer.stored().getFirst().traceId())
        .hasToString("5b8efff798038103d269b633813fc60c");
  }

  @Test
  void refusesOverHttpSoThatExportersComeBack() throws Exception {
    fillTheQueue();
    var refused = post(PROTOBUF, request("shop", 3, 4, 5).toByteArray());
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(com.google.rpc.Status.parseFrom(refused.body()).getCode()).isEqualTo(8);
    writer.open();
    awaitStored(3);
  }

  @Test
  void saysInTheRequestsEncodingWhatIsMalformed() throws Exception {
    start();
    var protobuf = post(PROTOBUF, new byte[] {10, 5, 1});
    assertThat(protobuf.statusCode()).isEqualTo(400);
    var status = com.google.rpc.Status.parseFrom(protobuf.body());
    assertThat(status.getCode()).isEqualTo(3);
    assertThat(status.getMessage()).contains("at byte");

    var json = post(JSON, "{\"resourceSpans\": 7}".getBytes());
    assertThat(json.statusCode()).isEqualTo(400);
    assertThat(new String(json.body())).startsWith("{\"code\":3,\"message\":\"");

    assertThat(post("text/plain", new byte[0]).statusCode()).isEqualTo(415);
  }

  private void start() throws Exception {
    var settings =
        RunningCollector.settings()
            .with(CollectorSettings.QUEUE_SIZE, 4)
            .with(CollectorSettings.NUM_WORKERS, 1);
    collector = RunningCollector.start(settings, writer);
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", collector.receivers().otlpGrpcPort())
            .usePlaintext()
            .build();
  }

  private void fillTheQueue() throws Exception {
    writer = FaultyWriter.stuck();
    start();
    var stub = TraceServiceGrpc.newBlockingStub(channel);
    stub.export(request("shop", 1));
    writer.awaitEntered();
    stub.export(request("shop", 2, 9));
  }

  private void awaitStored(int spans) {
    Eventually.await(spans + " spans stored", () -> writer.stored().size() == spans);
  }

  private HttpResponse<byte[]> post(String contentType, byte[] body) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + collector.receivers().otlpHttpPort() + "/v1/traces");
    var request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }
}
