package io.jaegerstack.collector.receiver.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.RunningCollector;
import io.jaegerstack.server.hostile.HostileCase;
import io.jaegerstack.server.hostile.Oracle;
import io.jaegerstack.wire.relay.Codec;
import io.jaegerstack.wire.relay.Hello;
import io.jaegerstack.wire.relay.MessageType;
import io.jaegerstack.wire.relay.PacketKind;
import io.jaegerstack.wire.relay.Receipt;
import io.jaegerstack.wire.relay.Welcome;
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

/// Bad relay traffic. What needs patience is sent to a port that has little of it.
@Timeout(60)
class HostileRelayTest {
  private static final String HELLO = "01 4a535259 01 0000 0000";

  private static RunningRelay relay;
  private static RunningRelay impatient;
  private static Oracle oracle;

  @BeforeAll
  static void start() throws IOException {
    relay = RunningRelay.start(FaultyWriter.healthy());
    impatient =
        RunningRelay.start(
            RunningCollector.settings(), FaultyWriter.healthy(), RunningRelay.impatient());
    oracle =
        Oracle.of(
            () -> relay.scrape() + "\n" + impatient.scrape(), HostileRelayTest::goodOnesAreTaken);
  }

  @AfterAll
  static void stop() {
    oracle.close();
    relay.close();
    impatient.close();
  }

  private static String goodOnesAreTaken() throws IOException {
    try (var client = RelayClient.of(relay.port())) {
      long number = RelayCases.number();
      client.send(TestFrame.of(RelayCases.AGENT, number, number).bytes(1));
      assertThat(client.receipt()).isEqualTo(Receipt.settled(1, 1, 0));
    }
    Eventually.await(
        "nothing held", () -> relay.unfinishedBytes() == 0 && impatient.unfinishedBytes() == 0);
    return "";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isAnsweredCountedAndHarmless(HostileCase given) throws Exception {
    oracle.judge(given);
  }

  static Stream<HostileCase> cases() {
    var on = new RelayCases(relay);
    beginnings(on);
    lengths(on);
    bodies(on);
    slow(on);
    return on.all.stream();
  }

  private static void beginnings(RelayCases on) {
    on.first("HTTP", "474554202f20485454502f312e310d0a");
    on.first("a length of 0", "00000000 01");
    on.first("a length of 2^32-1", "ffffffff 01");
    on.first("a frame before the hello", "00000036 03");
    on.first("another magic", "0000000a 01 4a535258 01 0000 0000");
    on.first("a tenant past the end", "0000000a 01 4a535259 01 ffff 0000");
    on.first("a hello that is too large", "00030000 01");
    on.all.add(
        HostileCase.of(
            1, "version 0", "VERSION, hung up", "closed version", () -> greeted((byte) 0)));
    on.all.add(HostileCase.of(1, "version 255: ours", "WELCOME", "", () -> welcomed((byte) -1)));
    on.talk("hello twice", "hung up", "closed protocol", RelayCases.hungUpOn("0000000a " + HELLO));
    on.talk(
        "a message of type 9", "hung up", "closed protocol", RelayCases.hungUpOn("00000001 09"));
    on.talk(
        "receipts from an agent",
        "hung up",
        "closed protocol",
        RelayCases.hungUpOn("00000003 04 0000"));
  }

  private static void lengths(RelayCases on) {
    on.talk("a frame of 2^31-1", "hung up", "closed protocol", RelayCases.hungUpOn("7fffffff 03"));
    on.talk(
        "a frame of no bytes", "hung up", "closed protocol", RelayCases.hungUpOn("00000001 03 00"));
    on.header("sequence number 0", bytes -> RelayCases.with(bytes, 32, 0));
    on.header("lowest 0", bytes -> RelayCases.with(bytes, 40, 0));
    on.header("codec 7", bytes -> RelayCases.with(bytes, 41, 7));
    on.header("2^31 packets", bytes -> RelayCases.with(bytes, 42, 0x80));
    on.header("2^31 spans", bytes -> RelayCases.with(bytes, 46, 0x80));
    on.header("another unpacked size", bytes -> RelayCases.with(bytes, 53, 0x7f));
    on.all.add(
        HostileCase.of(
                2,
                "12 frames of 1 MiB that do not end, and room for 8",
                "4 of them hung up",
                "closed no-memory*4",
                HostileRelayTest::fillsAllRoom)
            .large());
  }

  private static String fillsAllRoom() throws IOException {
    List<RelayClient> clients = new ArrayList<>();
    try {
      byte[] frame =
          RelayCases.frame(1 << 20, Codec.NONE, (1 << 20) - 100, (1 << 20) - 100).toBytes();
      for (int i = 0; i < 12; i++) {
        var client = RelayClient.of(relay.port());
        clients.add(client);
        client.send(frame);
        int which = i;
        client.sendWhatItTakes(new byte[900_000]);
        Eventually.await(
            "taken in or hung up",
            () ->
                relay.unfinishedBytes() > 1_000_000L * (which + 1)
                    || count("no-memory") > which - 8);
        assertThat(relay.unfinishedBytes()).isLessThanOrEqualTo(8L << 20);
      }
      Eventually.await("4 hung up", () -> count("no-memory") == 4);
      return "4 of them hung up";
    } finally {
      for (RelayClient client : clients) {
        client.close();
      }
    }
  }

  private static int count(String reason) {
    String line = "jaegerstack_collector_relay_closed_total{reason=\"" + reason + "\"} ";
    return relay
        .scrape()
        .lines()
        .filter(each -> each.startsWith(line))
        .mapToInt(each -> (int) Double.parseDouble(each.substring(line.length())))
        .sum();
  }

  private static void bodies(RelayCases on) {
    on.body("a wrong CRC", "CRC-32C of the body is .*", RelayCases::wrongCrc);
    on.rejected("no tags", "2 bytes expected, 0 are left.*", Codec.NONE, new byte[0], 0);
    on.rejected(
        "65,535 tags",
        "65535 agent tags, expected at most 64.*",
        Codec.NONE,
        new byte[] {-1, -1},
        2);
    on.rejected(
        "tags of 17 KB",
        "agent tags take 17007 bytes, expected at most 16384.*",
        Codec.NONE,
        RelayCases.tag(1, 17_000),
        17_007);
    on.all.add(RelayCases.manyProcesses(relay));
    on.rejected(
        "a packet past the end",
        "9 bytes expected, 0 are left.*",
        Codec.NONE,
        new byte[] {0, 0, 1, 0, 0, 0, 9},
        7);
    on.rejected(
        "fewer packets than promised",
        "body holds 0 packets, expected 1.*",
        Codec.NONE,
        new byte[2],
        2);
    on.rejected("no zstd", "body is no zstd: .*", Codec.ZSTD, new byte[64], 64);
    byte[] bomb = Zstd.compress(new byte[64 << 20]);
    on.rejected("a bomb that says so", "body is unpacked 67108864.*", Codec.ZSTD, bomb, 64 << 20);
    on.rejected("a bomb that lies", "body is no zstd: .*", Codec.ZSTD, bomb, 1_000);
    on.rejected(
        "less than it says",
        "body is unpacked 10 bytes, expected 1000.*",
        Codec.ZSTD,
        Zstd.compress(new byte[10]),
        1_000);
    on.talk(
        "a packet of noise",
        "settled 0 dropped 5",
        "malformed, dropped malformed*5",
        client -> {
          var frame = TestFrame.of(RelayCases.AGENT, RelayCases.number());
          client.send(frame.packet(PacketKind.JAEGER_COMPACT, new byte[100], 5).bytes(1));
          Receipt receipt = client.receipt();
          return "settled %d dropped %d".formatted(receipt.stored(), receipt.dropped());
        });
    on.talk(
        "2^31-1 spans in a packet of noise",
        "dropped 6",
        "malformed, dropped malformed*6",
        client -> {
          var frame = TestFrame.of(RelayCases.AGENT, RelayCases.number());
          frame.packet(PacketKind.JAEGER_BINARY, new byte[100], Integer.MAX_VALUE);
          client.send(frame.bytes(1));
          return "dropped " + client.receipt().dropped();
        });
    on.talk(
        "the number of another frame",
        "SETTLED SETTLED_BEFORE",
        "frame settled-before",
        client -> {
          long number = RelayCases.number();
          client.send(TestFrame.of(RelayCases.AGENT, number, number).bytes(1));
          String first = "" + client.receipt().outcome();
          client.send(TestFrame.of(RelayCases.AGENT, number, 1, 2, 3).bytes(1));
          return first + " " + client.receipt().outcome();
        });
  }

  private static void slow(RelayCases on) {
    on.all.add(
        HostileCase.of(
            3,
            "nothing",
            "hung up",
            "closed slow-hello",
            () -> {
              try (var client = RelayClient.silent(impatient.port())) {
                client.awaitEnd();
                return "hung up";
              }
            }));
    on.all.add(
        HostileCase.of(
            3,
            "a frame that does not end",
            "hung up",
            "closed slow-frame",
            () -> {
              try (var client = RelayClient.of(impatient.port())) {
                client.send(RelayCases.frame(1_000, Codec.NONE, 1_000, 1_000).toBytes());
                client.awaitEnd();
                return "hung up";
              }
            }));
    on.all.add(
        HostileCase.of(
            3,
            "a length that does not end",
            "hung up",
            "closed slow-frame",
            () -> {
              try (var client = RelayClient.of(impatient.port())) {
                client.sendHex("0000");
                client.awaitEnd();
                return "hung up";
              }
            }));
  }

  private static String greeted(byte version) throws IOException {
    try (var client = RelayClient.silent(relay.port())) {
      Welcome welcome = greet(client, version);
      client.awaitEnd();
      return welcome.status() + ", hung up";
    }
  }

  private static String welcomed(byte version) throws IOException {
    try (var client = RelayClient.silent(relay.port())) {
      return "" + greet(client, version).status();
    }
  }

  private static Welcome greet(RelayClient client, byte version) throws IOException {
    byte[] hello = new Hello("", "test").toBytes();
    hello[9] = version;
    client.send(hello);
    byte[] answer = client.read().bytes();
    return Welcome.read(answer, MessageType.PREFIX_BYTES, answer.length);
  }

  @Test
  void connectionsAreBounded() throws IOException {
    RelayLimits usual = RunningRelay.limits();
    var few =
        new RelayLimits(
            usual.messageBytes(),
            usual.windowBytes(),
            usual.unfinishedBytes(),
            2,
            usual.openFrames(),
            usual.times());
    try (var small = RunningRelay.start(RunningCollector.settings(), FaultyWriter.healthy(), few);
        var first = RelayClient.of(small.port());
        var second = RelayClient.of(small.port());
        var third = RelayClient.silent(small.port())) {
      byte[] refusal = third.read().bytes();
      assertThat(Welcome.read(refusal, MessageType.PREFIX_BYTES, refusal.length))
          .isEqualTo(
              Welcome.refusal(Welcome.Status.TOO_MANY_CONNECTIONS, "more than 2 connections"));
      third.awaitEnd();
      first.send(TestFrame.of(RelayCases.AGENT, 1, 1).bytes(1));
      assertThat(first.receipt().stored()).isEqualTo(1);
      second.close();
    }
  }
}
