package io.jaegerstack.collector.receiver.tchannel;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.RunningCollector;
import io.jaegerstack.collector.TestSpans;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Tag;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.TenancySettings;
import io.jaegerstack.wire.tchannel.Argument;
import io.jaegerstack.wire.tchannel.CallResponse;
import io.jaegerstack.wire.tchannel.ErrorCode;
import io.jaegerstack.wire.tchannel.ErrorMessage;
import io.jaegerstack.wire.tchannel.Frame;
import io.jaegerstack.wire.tchannel.FrameType;
import io.jaegerstack.wire.tchannel.InitMessage;
import io.jaegerstack.wire.thrift.SamplingStructs;
import io.jaegerstack.wire.thrift.SubmitAnswers;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TChannelReceiverTest {
  /// A struct with field 1, a struct with field 1, the number 1: asks about traffic.
  private static final byte[] TRAFFIC = {12, 0, 1, 8, 0, 1, 0, 0, 0, 1, 0, 0};

  @Test
  void introducesItselfWithItsAddress() throws Exception {
    try (var server = RunningServer.start(RunningServer.limits());
        var client = TChannelClient.silent(server.port())) {
      client.send(TChannelClient.init());
      Frame answer = client.read();
      assertThat(answer.id()).isEqualTo(1);
      InitMessage init = InitMessage.read(answer);
      assertThat(init.version()).isEqualTo(2);
      assertThat(init.headers())
          .containsEntry("host_port", "127.0.0.1:" + server.port())
          .containsEntry("process_name", "jaegerstack-collector");
    }
  }

  @Test
  void storesWhatItAnswersAndCountsIt() throws Exception {
    var writer = FaultyWriter.healthy();
    List<Span> sent = List.of(TestSpans.span("shop", Tag.of("n", 1L)), TestSpans.span("shop"));
    try (var collector = RunningCollector.start(RunningCollector.settings(), writer);
        var client = TChannelClient.of(collector.receivers().tchannelPort())) {
      client.send(TChannelClient.submit(5, SpanBatch.of(sent)));
      assertThat(taken(client.readResponse(5))).isEqualTo(2);
      Eventually.await("stored", () -> writer.stored().size() == 2);
      assertThat(writer.stored())
          .extracting(Span::traceId)
          .containsExactlyElementsOf(sent.stream().map(Span::traceId).toList());
      assertThat(writer.stored().getFirst().tags())
          .containsExactly(Tag.of("n", 1L), Tag.of("internal.span.format", "jaeger"));
      assertThat(collector.scrape())
          .contains(
              "jaeger_collector_spans_received_total{debug=\"false\",format=\"jaeger\",svc=\"shop\",transport=\"tchannel\"} 2.0",
              "jaegerstack_collector_tchannel_calls_total{result=\"ok\"} 1.0");
    }
  }

  @Test
  void takesACallOfManyFrames() throws Exception {
    try (var server = RunningServer.start(RunningServer.limits());
        var client = TChannelClient.of(server.port())) {
      List<Frame> frames = TChannelClient.submit(2, TestSpans.batch(2_000));
      assertThat(frames).hasSizeGreaterThan(3);
      client.send(frames);
      assertThat(taken(client.readResponse(2))).isEqualTo(2_000);
      Eventually.await("stored", () -> server.writer.stored().size() == 2_000);
      Eventually.await("nothing held", () -> server.unfinishedBytes() == 0);
    }
  }

  @Test
  void interleavedCallsAreKeptApart() throws Exception {
    try (var server = RunningServer.start(RunningServer.limits());
        var client = TChannelClient.of(server.port())) {
      List<List<Frame>> calls = new ArrayList<>();
      for (int id = 2; id < 5; id++) {
        calls.add(TChannelClient.submit(id, TestSpans.batch(600, "service-" + id)));
      }
      int frames = calls.getFirst().size();
      assertThat(frames).isGreaterThan(1);
      for (int i = 0; i < frames; i++) {
        for (List<Frame> call : calls) {
          client.send(call.get(i));
        }
      }
      for (int id = 2; id < 5; id++) {
        assertThat(taken(client.readResponse(id))).isEqualTo(600);
      }
    }
  }

  @Test
  void refusesSpansThatAreNobodysAndGivesOthersToTheDefaultTenant() throws Exception {
    var tenants =
        RunningCollector.settings()
            .with(TenancySettings.ENABLED, true)
            .with(TenancySettings.TENANTS, List.of("acme", "rival"));
    var writer = FaultyWriter.healthy();
    try (var collector = RunningCollector.start(tenants, writer);
        var client = TChannelClient.of(collector.receivers().tchannelPort())) {
      client.send(TChannelClient.submit(2, TestSpans.batch(4)));
      ErrorMessage error = ErrorMessage.read(client.read());
      assertThat(error.code()).isEqualTo(ErrorCode.BAD_REQUEST);
      assertThat(error.message()).startsWith("missing tenant header");
    }
    var withDefault = tenants.with(TenancySettings.DEFAULT_TENANT, "rival");
    try (var collector = RunningCollector.start(withDefault, writer);
        var client = TChannelClient.of(collector.receivers().tchannelPort())) {
      client.send(TChannelClient.submit(2, TestSpans.batch(3)));
      assertThat(taken(client.readResponse(2))).isEqualTo(3);
      Eventually.await("stored", () -> writer.stored().size() == 3);
      assertThat(writer.tenants()).containsExactly("rival");
    }
  }

  @Test
  void refusesAsBusyWhenTheQueueIsFullAndStoresNothingOfIt() throws Exception {
    var writer = FaultyWriter.stuck();
    var settings =
        RunningCollector.settings()
            .with(CollectorSettings.QUEUE_SIZE, 10)
            .with(CollectorSettings.NUM_WORKERS, 1);
    Set<Long> accepted = new HashSet<>();
    try (var collector = RunningCollector.start(settings, writer);
        var client = TChannelClient.of(collector.receivers().tchannelPort())) {
      int refused = 0;
      for (int id = 2; id < 22; id++) {
        SpanBatch batch = TestSpans.batch(4);
        client.send(TChannelClient.submit(id, batch));
        Frame answer = client.read();
        if (answer.type() == FrameType.CALL_RESPONSE) {
          batch.toSpans().forEach(span -> accepted.add(span.spanId().value()));
          continue;
        }
        refused++;
        ErrorMessage error = ErrorMessage.read(answer);
        assertThat(answer.id()).isEqualTo(id);
        assertThat(error.code()).isEqualTo(ErrorCode.BUSY);
        assertThat(error.message()).isEqualTo("the collector's queue is full");
      }
      assertThat(refused).isPositive();
      writer.open();
      Eventually.await("stored", () -> writer.stored().size() == accepted.size());
      assertThat(writer.stored()).allMatch(span -> accepted.contains(span.spanId().value()));
      assertThat(collector.scrape())
          .contains(
              "jaegerstack_collector_tchannel_calls_total{result=\"busy\"} " + refused + ".0");
    }
  }

  @Test
  void healthOfTheProcessIsGoodAndThatOfTrafficOnceItIsReady() throws Exception {
    try (var server = RunningServer.start(RunningServer.limits());
        var client = TChannelClient.of(server.port())) {
      assertThat(healthy(client, 2, new byte[] {0})).isTrue();
      assertThat(healthy(client, 3, TRAFFIC)).isFalse();
      server.health.ready();
      assertThat(healthy(client, 4, TRAFFIC)).isTrue();
    }
  }

  private static boolean healthy(TChannelClient client, int id, byte[] body) throws Exception {
    client.send(TChannelClient.call(id, "Meta::health", body));
    Argument result = client.readResponse(id).arguments().body();
    // A struct in field 0 with field 1, a bool.
    return result.bytes()[result.offset() + 6] == 1;
  }

  @Test
  void servesSamplingStrategies() throws Exception {
    try (var server = RunningServer.start(RunningServer.limits());
        var client = TChannelClient.of(server.port())) {
      byte[] question = SamplingStructs.question("shop");
      client.send(TChannelClient.call(2, "SamplingManager::getSamplingStrategy", question));
      Argument result = client.readResponse(2).arguments().body();
      var strategy = SamplingStructs.readAnswer(result.bytes(), result.offset());
      assertThat(strategy.getStrategyType()).isEqualTo(SamplingStrategyType.RATE_LIMITING);
      assertThat(strategy.getRateLimitingSampling().getMaxTracesPerSecond()).isEqualTo(7);
    }
  }

  @Test
  void answersPings() throws Exception {
    try (var server = RunningServer.start(RunningServer.limits());
        var client = TChannelClient.of(server.port())) {
      client.send(Frame.empty(FrameType.PING_REQUEST, 9));
      Frame answer = client.read();
      assertThat(answer.type()).isEqualTo(FrameType.PING_RESPONSE);
      assertThat(answer.id()).isEqualTo(9);
    }
  }

  @Test
  void aQuietPeerIsAskedAndKeptWhileItAnswers() throws Exception {
    try (var server = RunningServer.start(RunningServer.impatient());
        var client = TChannelClient.of(server.port())) {
      for (int i = 0; i < 4; i++) {
        Frame ping = client.read();
        assertThat(ping.type()).isEqualTo(FrameType.PING_REQUEST);
        client.send(Frame.empty(FrameType.PING_RESPONSE, ping.id()));
      }
      client.send(TChannelClient.submit(2, TestSpans.batch(1)));
      assertThat(taken(client.readResponse(2))).isEqualTo(1);
      client.awaitEnd();
      assertThat(server.scrape())
          .contains("jaegerstack_collector_tchannel_closed_total{reason=\"gone\"} 1.0");
    }
  }

  @Test
  void stoppingEndsConnectionsAndLeavesNothingHeld() throws Exception {
    var server = RunningServer.start(RunningServer.limits());
    try (var client = TChannelClient.of(server.port());
        var quiet = TChannelClient.of(server.port())) {
      client.send(TChannelClient.submit(2, TestSpans.batch(600)).getFirst());
      Eventually.await("a call is open", () -> server.unfinishedBytes() > 0);
      server.server().stop(Deadline.after(Duration.ofMillis(500)));
      quiet.awaitEnd();
      client.awaitEnd();
      Eventually.await("nothing held", () -> server.unfinishedBytes() == 0);
    } finally {
      server.close();
    }
  }

  private static int taken(CallResponse response) {
    Argument body = response.arguments().body();
    return SubmitAnswers.readTaken(body.bytes(), body.offset());
  }
}
