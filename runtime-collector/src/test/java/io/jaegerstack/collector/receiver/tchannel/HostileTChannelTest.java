package io.jaegerstack.collector.receiver.tchannel;

import static io.jaegerstack.collector.receiver.tchannel.TChannelCases.hex;
import static io.jaegerstack.collector.receiver.tchannel.TChannelCases.hungUp;
import static io.jaegerstack.collector.receiver.tchannel.TChannelCases.hungUpOn;
import static io.jaegerstack.collector.receiver.tchannel.TChannelCases.submitted;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.TestSpans;
import io.jaegerstack.server.hostile.HostileCase;
import io.jaegerstack.server.hostile.Oracle;
import io.jaegerstack.wire.tchannel.ErrorCode;
import io.jaegerstack.wire.tchannel.Frame;
import io.jaegerstack.wire.tchannel.FrameType;
import io.jaegerstack.wire.tchannel.ThriftCalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The list of bad TChannel. What needs patience is sent to a port that has little of it.
@Timeout(60)
class HostileTChannelTest {
  private static final String NO_ARGUMENTS = " THRIFT 00 0000 0002 0000 0000";
  private static final String OPEN = "01 TTL TRACE SERVICE THRIFT 00 0000 0002 0000 0000";
  private static final String PIECE = "01 00 fde8" + "61".repeat(0xfde8);

  private static RunningServer server;
  private static RunningServer impatient;
  private static Oracle oracle;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start(RunningServer.limits());
    impatient = RunningServer.start(RunningServer.impatient());
    oracle =
        Oracle.of(
            () -> server.scrape() + "\n" + impatient.scrape(),
            HostileTChannelTest::goodOnesAreTaken);
  }

  @AfterAll
  static void stop() {
    oracle.close();
    server.close();
    impatient.close();
  }

  private static String goodOnesAreTaken() throws IOException {
    try (var client = TChannelClient.of(server.port())) {
      client.send(TChannelClient.submit(2, TestSpans.batch(3)));
      client.readResponse(2);
    }
    Eventually.await(
        "nothing held", () -> server.unfinishedBytes() == 0 && impatient.unfinishedBytes() == 0);
    return "";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isAnsweredCountedAndHarmless(HostileCase given) throws Exception {
    oracle.judge(given);
  }

  static Stream<HostileCase> cases() {
    var table = new TChannelCases(server);
    beginnings(table);
    calls(table);
    order(table);
    unfinished(table);
    slow(table);
    bodies(table);
    return HostileCase.complete(table.all).stream();
  }

  private static void beginnings(TChannelCases on) {
    on.first(1, "a size of 15", "000f01000000000100000000000000");
    on.first(1, "a size of 0", "0000010000000001000000000000000000000000");
    on.first(1, "HTTP that is no frame", "000447455420");
    on.first(3, "a call before init", "001003000000000100000000 00000000");
    on.first(4, "init of version 1", "0014010000000001000000000000000000010000");
    on.first(6, "init without host_port", "0014010000000001000000000000000000020000");
    on.all.add(
        HostileCase.of(4, "version 65,535: ours", "2", "", HostileTChannelTest::lastVersion));
    on.talk(
        5,
        "init twice",
        "PROTOCOL, hung up",
        "closed protocol",
        client -> {
          client.send(TChannelClient.init());
          return hungUp(client);
        });
    on.talk(
        5,
        "a type of frame that is none",
        "PROTOCOL, hung up",
        "closed protocol",
        client -> {
          client.send(0x77, 1, "");
          return hungUp(client);
        });
  }

  private static String lastVersion() throws IOException {
    try (var client = TChannelClient.silent(server.port())) {
      byte[] init = TChannelClient.init().bytes();
      init[16] = (byte) 0xff;
      init[17] = (byte) 0xff;
      client.send(init);
      Frame answer = client.read();
      return answer.type() == FrameType.INIT_RESPONSE ? "" + answer.bytes()[17] : "none";
    }
  }

  private static void calls(TChannelCases on) {
    on.call(11, "a wrong crc32", "00 TTL TRACE SERVICE THRIFT 01 deadbeef 0001 61 0000 0000");
    on.call(11, "a wrong farmhash", "00 TTL TRACE SERVICE THRIFT 02 deadbeef 0001 61 0000 0000");
    on.call(11, "a wrong crc32c", "00 TTL TRACE SERVICE THRIFT 03 deadbeef 0001 61 0000 0000");
    on.call(11, "a checksum cut off", "00 TTL TRACE SERVICE THRIFT 01 dead");
    on.call(12, "checksum type 255", "00 TTL TRACE SERVICE THRIFT ff 0000 0000 0000");
    on.call(12, "checksum type 4", "00 TTL TRACE SERVICE THRIFT 04 0000 0000 0000");
    on.call(13, "255 headers of zero bytes", "00 TTL TRACE SERVICE ff 0000000000");
    on.call(13, "255 headers that are not there", "00 TTL TRACE SERVICE ff");
    on.call(13, "a header without a key", "00 TTL TRACE SERVICE 01 00 00 00 0000 0000 0000");
    on.call(14, "an argument past the frame", "00 TTL TRACE SERVICE THRIFT 00 ffff 61");
    on.call(14, "two arguments", "00 TTL TRACE SERVICE THRIFT 00 0000 0000");
    on.call(14, "four arguments", "00 TTL TRACE SERVICE THRIFT 00 0000 0002 0000 0000 0000");
    on.call(14, "no payload", "");
    on.call(15, "ttl 0", "00 00000000 TRACE SERVICE" + NO_ARGUMENTS);
    on.talk(
        16,
        "ttl 2^32-1",
        "taken",
        "",
        client -> {
          byte[] body = TChannelClient.submitted(TestSpans.batch(1));
          String method = "Collector::submitBatches";
          client.send(
              ThriftCalls.request(2, 0xffff_ffffL, "test", "jaeger-collector", method, body));
          client.readResponse(2);
          return "taken";
        });
    on.call(17, "another service", "00 TTL TRACE 04 6f746865" + NO_ARGUMENTS);
    on.call(17, "no service", "00 TTL TRACE 00" + NO_ARGUMENTS);
    on.call(17, "a service of 255 bytes", "00 TTL TRACE ff" + "61".repeat(255) + NO_ARGUMENTS);
    String json = " 01 02 6173 04 6a736f6e 00 0000 0002 0000 0000";
    on.call(17, "another scheme", "00 TTL TRACE SERVICE" + json);
    on.call(17, "no scheme", "00 TTL TRACE SERVICE 00 00 0000 0002 0000 0000");
    on.call(17, "no method", "00 TTL TRACE SERVICE THRIFT 00 0000 0002 0000 0001 00");
    on.call(17, "headers that are none", "00 TTL TRACE SERVICE THRIFT 00 0000 0001 00 0001 00");
  }

  private static void order(TChannelCases on) {
    on.talk(
        7,
        "the id of a call that is open",
        "PROTOCOL, hung up",
        "closed protocol",
        client -> {
          Frame first = TChannelClient.submit(2, TestSpans.batch(600)).getFirst();
          client.send(first);
          client.send(first);
          return hungUp(client);
        });
    on.talk(
        7,
        "the id of a call that has been answered",
        "taken taken",
        "",
        client -> submitted(client, 2) + " " + submitted(client, 2));
    on.talk(
        8,
        "continuation, claim and cancel without a call are passed over",
        "taken",
        "",
        client -> {
          client.send(FrameType.CALL_REQUEST_CONTINUE, 5, "01 00 0001 61");
          client.send(FrameType.CLAIM, 5, "");
          client.send(FrameType.CANCEL, 5, "");
          return submitted(client, 6);
        });
    on.talk(
        8,
        "a call that is cancelled",
        "CANCELLED",
        "call cancelled",
        client -> {
          client.send(TChannelClient.submit(2, TestSpans.batch(600)).getFirst());
          client.send(FrameType.CANCEL, 2, "");
          return "" + client.readError(2).code();
        });
    on.talk(
        11,
        "a checksum of another type in the second frame",
        "BAD_REQUEST",
        "call bad-request",
        client -> {
          client.send(FrameType.CALL_REQUEST, 2, hex(OPEN));
          client.send(FrameType.CALL_REQUEST_CONTINUE, 2, "00 01 00000000 0001 61");
          return "" + client.readError(2).code();
        });
  }

  private static void unfinished(TChannelCases on) {
    on.talk(
        9,
        "continuations without end",
        "BAD_REQUEST call is larger than 1048576 bytes.*",
        "call bad-request",
        client -> {
          client.send(FrameType.CALL_REQUEST, 2, hex(OPEN));
          for (int i = 0; i < 17; i++) {
            client.send(FrameType.CALL_REQUEST_CONTINUE, 2, PIECE);
          }
          var error = client.readError(2);
          return error.code() + " " + error.message();
        });
    on.large();
    on.talk(
        10,
        "10,000 calls that are open at once",
        "9872 of them BUSY",
        "call busy*9872",
        client -> {
          int busy = 0;
          for (int id = 2; id < 10_002; id++) {
            client.send(FrameType.CALL_REQUEST, id, hex("01 TTL TRACE SERVICE THRIFT 00 0000"));
            if (id > 129) {
              busy += client.readError(id).code() == ErrorCode.BUSY ? 1 : 0;
            }
          }
          return busy + " of them BUSY";
        });
    on.large();
    on.all.add(
        HostileCase.of(
            10,
            "8 connections with a call of 1 MB each, and room for 4",
            "4 of them BUSY",
            "call busy*4",
            HostileTChannelTest::fillsAllRoom));
    on.large();
  }

  private static String fillsAllRoom() throws IOException {
    List<TChannelClient> clients = new ArrayList<>();
    try {
      int busy = 0;
      for (int i = 0; i < 8; i++) {
        var client = TChannelClient.of(server.port());
        clients.add(client);
        client.send(FrameType.CALL_REQUEST, 2, hex(OPEN));
        for (int n = 0; n < 15; n++) {
          client.send(FrameType.CALL_REQUEST_CONTINUE, 2, PIECE);
        }
        client.send(Frame.empty(FrameType.PING_REQUEST, 3));
        busy += client.read().type() == FrameType.ERROR ? 1 : 0;
        assertThat(server.unfinishedBytes()).isLessThan(5 << 20);
      }
      return busy + " of them BUSY";
    } finally {
      for (TChannelClient client : clients) {
        client.close();
      }
    }
  }

  private static void slow(TChannelCases on) {
    String late = "TIMEOUT, hung up";
    on.talk(
        impatient,
        2,
        "a size of 65,535 and nothing more",
        late,
        "closed slow-frame",
        client -> {
          client.send(new byte[] {(byte) 0xff, (byte) 0xff, 3});
          return hungUp(client);
        });
    on.all.add(
        HostileCase.of(3, "nothing", late, "closed slow-init", () -> hungUpOn(impatient, "")));
    on.talk(
        impatient,
        9,
        "a call that does not end",
        "TIMEOUT",
        "call timeout",
        client -> {
          client.send(FrameType.CALL_REQUEST, 2, hex(OPEN));
          return "" + client.readError(2).code();
        });
    on.talk(
        impatient,
        9,
        "20,000 empty continuations",
        "TIMEOUT",
        "call timeout",
        client -> {
          client.send(FrameType.CALL_REQUEST, 2, hex(OPEN));
          for (int i = 0; i < 20_000; i++) {
            client.send(FrameType.CALL_REQUEST_CONTINUE, 2, "01 00 0000");
          }
          return "" + client.readError(2).code();
        });
  }

  private static void bodies(TChannelCases on) {
    on.body(14, "nothing", "");
    on.body(14, "a list of 2^31-1", "0f00010c7fffffff");
    on.body(14, "a list of numbers", "0f00010800000001 00000001");
    on.body(14, "a struct that is cut", "0f00010c00000001 0c0001");
    on.body(14, "noise", "ffffffffffffffff");
  }

  @Test
  void connectionsAreBounded() throws IOException {
    TChannelLimits usual = RunningServer.limits();
    var few =
        new TChannelLimits(
            usual.callBytes(),
            usual.unfinishedBytes(),
            2,
            usual.openCalls(),
            usual.initTime(),
            usual.callTime(),
            usual.readTime(),
            usual.quietTime(),
            usual.pingTime());
    try (var small = RunningServer.start(few);
        var first = TChannelClient.of(small.port());
        var second = TChannelClient.of(small.port());
        var third = TChannelClient.silent(small.port())) {
      third.awaitEnd();
      String counter =
          "jaegerstack_collector_tchannel_closed_total{reason=\"too-many-connections\"} 1.0";
      Eventually.await(counter, () -> small.scrape().contains(counter));
      assertThat(submitted(first, 2)).isEqualTo("taken");
      second.close();
    }
  }
}
