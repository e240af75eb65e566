package io.jaegerstack.collector.receiver;

import static io.jaegerstack.collector.receiver.ApiV2Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.RetryInfo;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
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
import io.jaegerstack.settings.ByteSize;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegertracing.api_v2.CollectorServiceGrpc;
import io.jaegertracing.api_v2.CollectorServiceGrpc.CollectorServiceBlockingStub;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyParameters;
import io.jaegertracing.api_v2.SamplingManagerGrpc;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Port 14250 as generated clients see it.
class GrpcReceiverTest {
  private FaultyWriter writer = FaultyWriter.healthy();
  private RunningCollector collector;
  private ManagedChannel channel;

  @AfterEach
  void stop() {
    writer.open();
    channel.shutdownNow();
    collector.close();
    assertThat(collector.hop().snapshot().balance()).isZero();
  }

  @Test
  void storesTheSpansOfAnAgent() throws Exception {
    start();
    stub().postSpans(request("shop", 1, 2, 3));

    awaitStored(3);
    assertThat(writer.stored())
        .extracting(span -> span.spanId().value())
        .containsExactly(1L, 2L, 3L);
    Span stored = writer.stored().getFirst();
    assertThat(stored.process().serviceName()).isEqualTo("shop");
    assertThat(stored.tags()).contains(Tag.of("internal.span.format", "proto"));
  }

  @Test
  void takesGzip() throws Exception {
    start();
    stub().withCompression("gzip").postSpans(request("shop", 7));
    awaitStored(1);
  }

  @Test
  void refusesWithAHintWhenTheQueueIsFull() throws Exception {
    writer = FaultyWriter.stuck();
    start();
    stub().postSpans(request("shop", 1));
    writer.awaitEntered();
    stub().postSpans(request("shop", 2));

    var refused = failure(() -> stub().postSpans(request("shop", 3, 4, 5, 6)));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refused.getStatus().getDescription()).isEqualTo("the collector's queue is full");
    var pushback = Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);
    assertThat(refused.getTrailers().get(pushback)).isEqualTo("1000");
    var details = StatusProto.fromThrowable(refused);
    assertThat(details.getCode()).isEqualTo(8);
    assertThat(details.getDetails(0).unpack(RetryInfo.class).getRetryDelay().getSeconds())
        .isEqualTo(1);

    writer.open();
    awaitStored(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 20})
  void refusesMalformedMessagesWithAReasonAndGoesOn(int length) throws Exception {
    start();
    byte[] cut = Arrays.copyOf(request("shop", 1).toByteArray(), length);

    var refused = failure(() -> raw("jaeger.api_v2.CollectorService/PostSpans", cut));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused.getStatus().getDescription()).contains("at byte");
    stub().postSpans(request("shop", 9));
    awaitStored(1);
    assertThat(collector.scrape())
        .contains(
            "jaegerstack_collector_requests_malformed_total{format=\"proto\",transport=\"grpc\"} 1.0");
  }

  @Test
  void refusesMessagesBeyondTheSizeAlsoWhenTheyArePacked() throws Exception {
    start();
    var large = request("x".repeat(2 << 20), 1);
    assertThat(failure(() -> stub().postSpans(large)).getStatus().getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(failure(() -> stub().withCompression("gzip").postSpans(large)).getStatus().getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    stub().postSpans(request("shop", 9));
    awaitStored(1);
    assertThat(collector.scrape())
        .contains(
            "grpc_server_handled_total{grpc_code=\"RESOURCE_EXHAUSTED\",grpc_method=\"jaeger.api_v2.CollectorService/PostSpans\"} 2.0");
  }

  @Test
  void refusesARequestWithoutAnyIdsAndKeepsNothingOfIt() throws Exception {
    start();
    var refused = failure(() -> stub().postSpans(request("shop", 0, 0)));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused.getStatus().getDescription())
        .isEqualTo(
            "none of 2 spans has a trace id and a span id, expected both to be other than zero");
    assertThat(collector.hop().received()).isZero();
    assertThat(collector.scrape())
        .contains(
            "jaegerstack_collector_requests_malformed_total{format=\"proto\",transport=\"grpc\"} 1.0",
            "otelcol_receiver_refused_spans_total{receiver=\"jaeger\",transport=\"grpc\"} 2.0");
  }

  @Test
  void takesTheSpansWithIdsOfARequestAndCountsTheOthers() throws Exception {
    start();
    stub().postSpans(request("shop", 0, 5));
    awaitStored(1);
    assertThat(collector.hop().dropped(DropReason.MALFORMED)).isEqualTo(1);
    assertThat(collector.hop().received()).isEqualTo(2);
  }

  @Test
  void answersSamplingStrategies() throws Exception {
    start();
    var question = SamplingStrategyParameters.newBuilder().setServiceName("shop").build();
    var answer = SamplingManagerGrpc.newBlockingStub(channel).getSamplingStrategy(question);
    assertThat(answer.getProbabilisticSampling().getSamplingRate()).isEqualTo(0.001);
  }

  @Test
  void answersHealthChecks() throws Exception {
    start();
    assertThat(raw("grpc.health.v1.Health/Check", new byte[0])).containsExactly(8, 1);
  }

  @Test
  void saysThatItDoesNotKnowAMethod() throws Exception {
    start();
    var refused = failure(() -> raw("jaeger.api_v2.CollectorService/Nothing", new byte[0]));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  private void start() throws Exception {
    var settings =
        RunningCollector.settings()
            .with(CollectorSettings.QUEUE_SIZE, 4)
            .with(CollectorSettings.NUM_WORKERS, 1)
            .with(CollectorSettings.GRPC_MAX_MESSAGE_SIZE, ByteSize.mib(1));
    collector = RunningCollector.start(settings, writer);
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", collector.receivers().grpcPort())
            .usePlaintext()
            .build();
  }

  private CollectorServiceBlockingStub stub() {
    return CollectorServiceGrpc.newBlockingStub(channel);
  }

  private byte[] raw(String method, byte[] message) {
    return new RawCalls(channel).call(method, message);
  }

  private void awaitStored(int spans) {
    Eventually.await(spans + " spans stored", () -> writer.stored().size() == spans);
  }

  private static StatusRuntimeException failure(Runnable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call::run);
  }
}
