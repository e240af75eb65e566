package io.jaegerstack.collector.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.RunningCollector;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.settings.ByteSize;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Port 14268 as Jaeger's clients see it.
class HttpReceiverTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private FaultyWriter writer = FaultyWriter.healthy();
  private RunningCollector collector;

  @AfterEach
  void stop() {
    writer.open();
    client.close();
    collector.close();
    assertThat(collector.hop().snapshot().balance()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-thrift",
        "application/vnd.apache.thrift.binary",
        "Application/X-Thrift; charset=utf-8"
      })
  void storesABatchUnderEachOfJaegersTypes(String contentType) throws Exception {
    start();
    assertThat(post(contentType, binary(1, 2)).statusCode()).isEqualTo(202);
    awaitStored(2);
    assertThat(writer.stored().getFirst().process().serviceName()).isEqualTo("shop");
  }

  @Test
  void storesACompactBatch() throws Exception {
    start();
    byte[] body = bytes(new TCompactProtocol.Factory(), 1);
    assertThat(post("application/vnd.apache.thrift.compact", body).statusCode()).isEqualTo(202);
    awaitStored(1);
  }

  @Test
  void unpacksGzip() throws Exception {
    start();
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(binary(1, 2, 3));
    }
    var request =
        request("application/x-thrift", packed.toByteArray()).header("Content-Encoding", "gzip");
    assertThat(send(request).statusCode()).isEqualTo(202);
    awaitStored(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "application/json", "text/plain", "application/x-thrift2"})
  void saysWhichContentTypesItTakes(String contentType) throws Exception {
    start();
    var response = post(contentType, binary(1));
    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(response.body()).contains("expected application/x-thrift");
  }

  @Test
  void refusesEveryTruncatedBatchAndGoesOn() throws Exception {
    start();
    byte[] whole = binary(1);
    for (int length = 0; length < whole.length; length += 3) {
      assertThat(post("application/x-thrift", Arrays.copyOf(whole, length)).statusCode())
          .as("%d of %d bytes", length, whole.length)
          .isEqualTo(400);
    }
    assertThat(post("application/x-thrift", whole).statusCode()).isEqualTo(202);
    awaitStored(1);
  }

  @Test
  void refusesABatchWithoutAnyIdsAndTakesTheRestOfOthers() throws Exception {
    start();
    var refused = post("application/x-thrift", binary(0, 0, 0));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("none of 3 spans has a trace id and a span id");
    assertThat(collector.hop().received()).isZero();

    assertThat(post("application/x-thrift", binary(0, 7)).statusCode()).isEqualTo(202);
    awaitStored(1);
    assertThat(collector.hop().dropped(DropReason.MALFORMED)).isEqualTo(1);
  }

  @Test
  void asksToComeBackWhenTheQueueIsFull() throws Exception {
    writer = FaultyWriter.stuck();
    start();
    assertThat(post("application/x-thrift", binary(1)).statusCode()).isEqualTo(202);
    writer.awaitEntered();
    assertThat(post("application/x-thrift", binary(2, 3)).statusCode()).isEqualTo(202);

    var refused = post("application/x-thrift", binary(4, 5, 6));

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    writer.open();
    awaitStored(3);
  }

  @Test
  void refusesABodyBeyondTheSize() throws Exception {
    start();
    assertThat(post("application/x-thrift", new byte[(1 << 20) + 1]).statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/sampling?service=shop", "/sampling?service=shop"})
  void answersSamplingStrategies(String path) throws Exception {
    start();
    var response = send(HttpRequest.newBuilder(uri(path)));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(response.body())
        .isEqualTo(
            "{\"strategyType\":\"PROBABILISTIC\",\"probabilisticSampling\":{\"samplingRate\":0.001}}");
  }

  @Test
  void answersClientsOfJavaThatAskAsTheyWouldAnAgent() throws Exception {
    start();
    assertThat(send(HttpRequest.newBuilder(uri("/?service=shop"))).body())
        .isEqualTo("{\"strategyType\":0,\"probabilisticSampling\":{\"samplingRate\":0.001}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/sampling", "/api/sampling?service=a&service=b", "/"})
  void wantsExactlyOneService(String path) throws Exception {
    start();
    assertThat(send(HttpRequest.newBuilder(uri(path))).statusCode()).isEqualTo(400);
  }

  private void start() throws Exception {
    var settings =
        RunningCollector.settings()
            .with(CollectorSettings.QUEUE_SIZE, 4)
            .with(CollectorSettings.NUM_WORKERS, 1)
            .with(CollectorSettings.GRPC_MAX_MESSAGE_SIZE, ByteSize.mib(1));
    collector = RunningCollector.start(settings, writer);
  }

  private void awaitStored(int spans) {
    Eventually.await(spans + " spans stored", () -> writer.stored().size() == spans);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + collector.receivers().httpPort() + path);
  }

  private HttpResponse<String> post(String contentType, byte[] body) throws Exception {
    return send(request(contentType, body));
  }

  private HttpRequest.Builder request(String contentType, byte[] body) {
    var request =
        HttpRequest.newBuilder(uri("/api/traces"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    return contentType.isEmpty() ? request : request.header("Content-Type", contentType);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static byte[] binary(long... ids) throws Exception {
    return bytes(new TBinaryProtocol.Factory(), ids);
  }

  private static byte[] bytes(TProtocolFactory protocol, long... ids) throws Exception {
    List<Span> spans =
        LongStream.of(ids).mapToObj(id -> new Span(id, 0, id, 0, "GET /", 1, 1_000, 5)).toList();
    return new TSerializer(protocol).serialize(new Batch(new Process("shop"), spans));
  }
}
