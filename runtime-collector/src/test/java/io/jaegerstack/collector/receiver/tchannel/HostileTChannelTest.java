package io.jaegerstack.collector.receiver.tchannel;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.TestSpans;
import io.jaegerstack.wire.tchannel.ErrorCode;
import io.jaegerstack.wire.tchannel.ErrorMessage;
import io.jaegerstack.wire.tchannel.Frame;
import io.jaegerstack.wire.tchannel.FrameType;
import io.jaegerstack.wire.tchannel.ThriftCalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What no client sends. Each is answered with the right error, counted once and costs nothing that
/// stays; the next good call works.
@Timeout(120)
class HostileTChannelTest {
  private static final String TTL = "0000ea60";
  private static final String NO_TRACE = "00".repeat(25);
  private static final String SERVICE = "10 6a61656765722d636f6c6c6563746f72";
  private static final String THRIFT = "01 02 6173 06 746872696674";

  private RunningServer server;

  @BeforeEach
  void start() throws IOException {
    server = RunningServer.start(RunningServer.limits());
  }

  @AfterEach
  void stop() throws IOException {
    try (var client = TChannelClient.of(server.port())) {
      client.send(TChannelClient.submit(2, TestSpans.batch(3)));
      client.readResponse(2);
    }
    Eventually.await("nothing held", () -> server.unfinishedBytes() == 0);
    server.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a size of 15, 000f01000000000100000000000000",
    "a size of 0, 0000010000000001000000000000000000000000",
    "a call before init, 001003000000000100000000 00000000",
    "init of version 1, 0014010000000001000000000000000000010000",
    "init without host_port, 0014010000000001000000000000000000020000",
    "HTTP that is no frame, 000447455420",
  })
  void brokenBeginningsAreHungUpOn(String name, String hex) throws IOException {
    try (var client = TChannelClient.silent(server.port())) {
      client.send(HexFormat.of().parseHex(hex.replace(" ", "")));
      assertThat(client.readError(Frame.NO_ID).code()).isEqualTo(ErrorCode.PROTOCOL);
      awaitClosed("protocol", 1);
    }
  }

  @Test
  void initTwiceIsHungUpOn() throws IOException {
    try (var client = TChannelClient.of(server.port())) {
      client.send(TChannelClient.init());
      assertThat(client.readError(Frame.NO_ID).code()).isEqualTo(ErrorCode.PROTOCOL);
      client.awaitEnd();
      awaitClosed("protocol", 1);
    }
  }

  @Test
  void theLastVersionIsAnsweredWithOurs() throws IOException {
    try (var client = TChannelClient.silent(server.port())) {
      byte[] init = TChannelClient.init().bytes();
      init[16] = (byte) 0xff;
      init[17] = (byte) 0xff;
      client.send(init);
      assertThat(client.read().type()).isEqualTo(FrameType.INIT_RESPONSE);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "no payload, ''",
    "255 headers of zero bytes, 00 TTL TRACE SERVICE ff 0000000000",
    "255 headers that are not there, 00 TTL TRACE SERVICE ff",
    "checksum type 255, 00 TTL TRACE SERVICE THRIFT ff 0000 0000 0000",
    "a wrong crc32, 00 TTL TRACE SERVICE THRIFT 01 deadbeef 0001 61 0000 0000",
    "a wrong farmhash, 00 TTL TRACE SERVICE THRIFT 02 deadbeef 0001 61 0000 0000",
    "a wrong crc32c, 00 TTL TRACE SERVICE THRIFT 03 deadbeef 0001 61 0000 0000",
    "an argument past the frame, 00 TTL TRACE SERVICE THRIFT 00 ffff 61",
    "two arguments, 00 TTL TRACE SERVICE THRIFT 00 0000 0000",
    "ttl 0, 00 00000000 TRACE SERVICE THRIFT 00 0000 0002 0000 0000",
    "another service, 00 TTL TRACE 04 6f746865 THRIFT 00 0000 0002 0000 0000",
    "no service, 00 TTL TRACE 00 THRIFT 00 0000 0002 0000 0000",
    "another scheme, 00 TTL TRACE SERVICE 01 02 6173 04 6a736f6e 00 0000 0002 0000 0000",
    "no scheme, 00 TTL TRACE SERVICE 00 00 0000 0002 0000 0000",
    "no method, 00 TTL TRACE SERVICE THRIFT 00 0000 0002 0000 0001 00",
    "headers that are no headers, 00 TTL TRACE SERVICE THRIFT 00 0000 0001 00 0001 00",
  })
  void aWrongCallCostsOnlyItself(String name, String payload) throws IOException {
    try (var client = TChannelClient.of(server.port())) {
      client.send(FrameType.CALL_REQUEST, 7, hex(payload));
      assertThat(client.readError(7).code()).isEqualTo(ErrorCode.BAD_REQUEST);
      client.send(TChannelClient.submit(8, TestSpans.batch(1)));
      client.readResponse(8);
      assertThat(server.scrape())
          .contains("jaegerstack_collector_tchannel_calls_total{result=\"bad-request\"} 1.0");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "nothing, ''",
    "a list of 2^31-1 batches, 0f00010c7fffffff",
    "a list of numbers, 0f00010800000001 00000001",
    "a struct that is cut, 0f00010c00000001 0c0001",
    "noise, ffffffffffffffff",
  })
  void wrongBatchesAreRefusedAndCounted(String name, String body) throws IOException {
    try (var client = TChannelClient.of(server.port())) {
      byte[] bytes = HexFormat.of().parseHex(body.replace(" ", ""));
      client.send(TChannelClient.call(3, "Collector::submitBatches", bytes));
      ErrorMessage error = client.readError(3);
      assertThat(error.code()).isEqualTo(ErrorCode.BAD_REQUEST);
      assertThat(error.message()).startsWith("Collector::submitBatches: ").contains(" at byte ");
      client.send(TChannelClient.call(4, "ZipkinCollector::submitZipkinBatch", bytes));
      assertThat(client.readError(4).code()).isEqualTo(ErrorCode.BAD_REQUEST);
      assertThat(server.scrape())
          .contains(
              "jaegerstack_collector_requests_malformed_total{format=\"jaeger\",transport=\"tchannel\"} 1.0",
              "jaegerstack_collector_requests_malformed_total{format=\"zipkin\",transport=\"tchannel\"} 1.0");
    }
  }

  @Test
  void theLongestTtlIsTaken() throws IOException {
    try (var client = TChannelClient.of(server.port())) {
      byte[] body = TChannelClient.submitted(TestSpans.batch(1));
      client.send(
          ThriftCalls.request(
              2, 0xffff_ffffL, "test", "jaeger-collector", "Collector::submitBatches", body));
      client.readResponse(2);
    }
  }

  @Test
  void aCallIdInUseEndsTheConnection() throws IOException {
    try (var client = TChannelClient.of(server.port())) {
      Frame first = TChannelClient.submit(2, TestSpans.batch(600)).getFirst();
      client.send(first);
      client.send(first);
      assertThat(client.readError(Frame.NO_ID).message()).contains("call 2 is open already");
      client.awaitEnd();
      awaitClosed("protocol", 1);
    }
  }

  @Test
  void continuationsWithoutACallAreIgnored() throws IOException {
    try (var client = TChannelClient.of(server.port())) {
      client.send(FrameType.CALL_REQUEST_CONTINUE, 5, "01 00 0001 61");
      client.send(FrameType.CLAIM, 5, "");
      client.send(FrameType.CANCEL, 5, "");
      client.send(TChannelClient.submit(6, TestSpans.batch(1)));
      client.readResponse(6);
    }
  }

  @Test
  void aCancelledCallIsAnsweredAndForgotten() throws IOException {
    try (var client = TChannelClient.of(server.port())) {
      client.send(TChannelClient.submit(2, TestSpans.batch(600)).getFirst());
      client.send(FrameType.CANCEL, 2, "");
      assertThat(client.readError(2).code()).isEqualTo(ErrorCode.CANCELLED);
      assertThat(server.unfinishedBytes()).isZero();
    }
  }

  @Test
  void endlessContinuationsAreEndedBySize() throws IOException {
    try (var client = TChannelClient.of(server.port())) {
      client.send(
          FrameType.CALL_REQUEST, 2, hex("01 TTL TRACE SERVICE THRIFT 00 0000 0002 0000 0000"));
      String piece = "01 00 fde8" + "61".repeat(0xfde8);
      for (int i = 0; i < 17; i++) {
        client.send(FrameType.CALL_REQUEST_CONTINUE, 2, piece);
      }
      ErrorMessage error = client.readError(2);
      assertThat(error.code()).isEqualTo(ErrorCode.BAD_REQUEST);
      assertThat(error.message()).contains("call is larger than 1048576 bytes");
      assertThat(server.unfinishedBytes()).isZero();
    }
  }

  @Test
  void moreOpenCallsThanAConnectionMayHaveAreBusy() throws IOException {
    try (var client = TChannelClient.of(server.port())) {
      String open = hex("01 TTL TRACE SERVICE THRIFT 00 0000");
      int busy = 0;
      for (int id = 2; id < 10_002; id++) {
        client.send(FrameType.CALL_REQUEST, id, open);
        if (id > 129) {
          busy += client.readError(id).code() == ErrorCode.BUSY ? 1 : 0;
        }
      }
      assertThat(busy).isEqualTo(10_000 - 128);
    }
  }

  @Test
  void theMemoryOfAllConnectionsTogetherIsBounded() throws IOException {
    String first = hex("01 TTL TRACE SERVICE THRIFT 00 0000 0002 0000 0000");
    String piece = "01 00 fde8" + "61".repeat(0xfde8);
    List<TChannelClient> clients = new ArrayList<>();
    try {
      int busy = 0;
      for (int i = 0; i < 8; i++) {
        var client = TChannelClient.of(server.port());
        clients.add(client);
        client.send(FrameType.CALL_REQUEST, 2, first);
        for (int n = 0; n < 15; n++) {
          client.send(FrameType.CALL_REQUEST_CONTINUE, 2, piece);
        }
        client.send(Frame.empty(FrameType.PING_REQUEST, 3));
        busy += client.read().type() == FrameType.ERROR ? 1 : 0;
        assertThat(server.unfinishedBytes()).isLessThan(5 << 20);
      }
      assertThat(busy).isEqualTo(4);
    } finally {
      for (TChannelClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void framesThatDoNotEndAreBoundedInTime() throws IOException {
    server.close();
    server = RunningServer.start(RunningServer.impatient());
    try (var client = TChannelClient.of(server.port())) {
      client.send(new byte[] {(byte) 0xff, (byte) 0xff, 3});
      assertThat(client.readError(Frame.NO_ID).code()).isEqualTo(ErrorCode.TIMEOUT);
      client.awaitEnd();
      awaitClosed("slow-frame", 1);
    }
  }

  @Test
  void callsThatDoNotEndAreBoundedInTime() throws IOException {
    server.close();
    server = RunningServer.start(RunningServer.impatient());
    try (var client = TChannelClient.of(server.port())) {
      client.send(TChannelClient.submit(2, TestSpans.batch(600)).getFirst());
      assertThat(client.readError(2).code()).isEqualTo(ErrorCode.TIMEOUT);
      assertThat(server.unfinishedBytes()).isZero();
    }
  }

  @Test
  void aConnectionThatSaysNothingIsEnded() throws IOException {
    server.close();
    server = RunningServer.start(RunningServer.impatient());
    try (var client = TChannelClient.silent(server.port())) {
      assertThat(client.readError(Frame.NO_ID).code()).isEqualTo(ErrorCode.TIMEOUT);
      client.awaitEnd();
      awaitClosed("slow-init", 1);
    }
  }

  @Test
  void connectionsAreBounded() throws IOException {
    server.close();
    TChannelLimits usual = RunningServer.limits();
    server =
        RunningServer.start(
            new TChannelLimits(
                usual.callBytes(),
                usual.unfinishedBytes(),
                2,
                usual.openCalls(),
                usual.initTime(),
                usual.callTime(),
                usual.quietTime(),
                usual.pingTime()));
    try (var first = TChannelClient.of(server.port());
        var second = TChannelClient.of(server.port());
        var third = TChannelClient.silent(server.port())) {
      third.awaitEnd();
      awaitClosed("too-many-connections", 1);
      first.send(TChannelClient.submit(2, TestSpans.batch(1)));
      first.readResponse(2);
      second.close();
    }
    Eventually.await(
        "connections ended",
        () -> server.scrape().contains("jaegerstack_collector_tchannel_connections 0.0"));
  }

  private static String hex(String payload) {
    return payload
        .replace("TTL", TTL)
        .replace("TRACE", NO_TRACE)
        .replace("SERVICE", SERVICE)
        .replace("THRIFT", THRIFT);
  }

  private void awaitClosed(String reason, int times) {
    String counter =
        "jaegerstack_collector_tchannel_closed_total{reason=\"%s\"} %d.0".formatted(reason, times);
    Eventually.await(counter, () -> server.scrape().contains(counter));
  }
}
