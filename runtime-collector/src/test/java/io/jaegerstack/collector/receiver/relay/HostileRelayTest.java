package io.jaegerstack.collector.receiver.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.RunningCollector;
import io.jaegerstack.server.hostile.HostileCase;
import io.jaegerstack.server.hostile.Oracle;
import io.jaegerstack.wire.relay.Codec;
import io.jaegerstack.wire.relay.FrameHeader;
import io.jaegerstack.wire.relay.Generation;
import io.jaegerstack.wire.relay.Hello;
import io.jaegerstack.wire.relay.MessageType;
import io.jaegerstack.wire.relay.PacketKind;
import io.jaegerstack.wire.relay.Receipt;
import io.jaegerstack.wire.relay.Welcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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
  /// What is done on a connection that is welcome, and what is answered.
  @FunctionalInterface
  private interface Talk {
    String with(RelayClient client) throws IOException;
  }

  private static final String HELLO = "01 4a535259 01 0000 0000";
  private static final AtomicLong NUMBERS = new AtomicLong(1);
  private static final Generation AGENT = Generation.random();

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
      long number = NUMBERS.getAndIncrement();
      client.send(TestFrame.of(AGENT, number, number).bytes(1));
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
    var all = new ArrayList<HostileCase>();
    beginnings(all);
    lengths(all);
    bodies(all);
    slow(all);
    return all.stream();
  }

  private static void beginnings(List<HostileCase> all) {
    first(all, "HTTP", "474554202f20485454502f312e310d0a");
    first(all, "a length of 0", "00000000 01");
    first(all, "a length of 2^32-1", "ffffffff 01");
    first(all, "a frame before the hello", "00000036 03");
    first(all, "another magic", "0000000a 01 4a535258 01 0000 0000");
    first(all, "a tenant past the end", "0000000a 01 4a535259 01 ffff 0000");
    first(all, "a hello that is too large", "00030000 01");
    all.add(
        HostileCase.of(
            1, "version 0", "VERSION, hung up", "closed version", () -> greeted((byte) 0)));
    all.add(HostileCase.of(1, "version 255: ours", "WELCOME", "", () -> welcomed((byte) -1)));
    talk(all, "hello twice", "hung up", "closed protocol", hungUpOn("0000000a " + HELLO));
    talk(all, "a message of type 9", "hung up", "closed protocol", hungUpOn("00000001 09"));
    talk(all, "receipts from an agent", "hung up", "closed protocol", hungUpOn("00000003 04 0000"));
  }

  private static void lengths(List<HostileCase> all) {
    talk(all, "a frame of 2^31-1", "hung up", "closed protocol", hungUpOn("7fffffff 03"));
    talk(all, "a frame of no bytes", "hung up", "closed protocol", hungUpOn("00000001 03 00"));
    header(all, "sequence number 0", bytes -> with(bytes, 32, 0));
    header(all, "lowest 0", bytes -> with(bytes, 40, 0));
    header(all, "codec 7", bytes -> with(bytes, 41, 7));
    header(all, "2^31 packets", bytes -> with(bytes, 42, 0x80));
    header(all, "2^31 spans", bytes -> with(bytes, 46, 0x80));
    header(all, "another unpacked size", bytes -> with(bytes, 53, 0x7f));
    all.add(
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
      byte[] frame = header(1 << 20, Codec.NONE, (1 << 20) - 100, (1 << 20) - 100).toBytes();
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

  private static void bodies(List<HostileCase> all) {
    body(all, "a wrong CRC", "CRC-32C of the body is .*", HostileRelayTest::wrongCrc);
    rejected(all, "no tags", "2 bytes expected, 0 are left.*", Codec.NONE, new byte[0], 0);
    rejected(all, "65,535 tags", "2 bytes expected.*", Codec.NONE, new byte[] {-1, -1}, 2);
    rejected(
        all,
        "a packet past the end",
        "9 bytes expected, 0 are left.*",
        Codec.NONE,
        new byte[] {0, 0, 1, 0, 0, 0, 9},
        7);
    rejected(
        all,
        "fewer packets than promised",
        "body holds 0 packets, expected 1.*",
        Codec.NONE,
        new byte[2],
        2);
    rejected(all, "no zstd", "body is no zstd: .*", Codec.ZSTD, new byte[64], 64);
    byte[] bomb = Zstd.compress(new byte[64 << 20]);
    rejected(all, "a bomb that says so", "body is unpacked 67108864.*", Codec.ZSTD, bomb, 64 << 20);
    rejected(all, "a bomb that lies", "body is no zstd: .*", Codec.ZSTD, bomb, 1_000);
    rejected(
        all,
        "less than it says",
        "body is unpacked 10 bytes, expected 1000.*",
        Codec.ZSTD,
        Zstd.compress(new byte[10]),
        1_000);
    talk(
        all,
        "a packet of noise",
        "settled 0 dropped 5",
        "malformed, dropped malformed*5",
        client -> {
          var frame = TestFrame.of(AGENT, NUMBERS.getAndIncrement());
          client.send(frame.packet(PacketKind.JAEGER_COMPACT, new byte[100], 5).bytes(1));
          Receipt receipt = client.receipt();
          return "settled %d dropped %d".formatted(receipt.stored(), receipt.dropped());
        });
    talk(
        all,
        "2^31-1 spans in a packet of noise",
        "dropped 6",
        "malformed, dropped malformed*6",
        client -> {
          var frame = TestFrame.of(AGENT, NUMBERS.getAndIncrement());
          frame.packet(PacketKind.JAEGER_BINARY, new byte[100], Integer.MAX_VALUE);
          client.send(frame.bytes(1));
          return "dropped " + client.receipt().dropped();
        });
    talk(
        all,
        "the number of another frame",
        "SETTLED SETTLED_BEFORE",
        "frame settled-before",
        client -> {
          long number = NUMBERS.getAndIncrement();
          client.send(TestFrame.of(AGENT, number, number).bytes(1));
          String first = "" + client.receipt().outcome();
          client.send(TestFrame.of(AGENT, number, 1, 2, 3).bytes(1));
          return first + " " + client.receipt().outcome();
        });
  }

  private static byte[] wrongCrc(TestFrame frame) {
    byte[] bytes = frame.bytes(7);
    bytes[FrameHeader.BYTES - 1] ^= 1;
    return bytes;
  }

  private static void slow(List<HostileCase> all) {
    all.add(
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
    all.add(
        HostileCase.of(
            3,
            "a frame that does not end",
            "hung up",
            "closed slow-frame",
            () -> {
              try (var client = RelayClient.of(impatient.port())) {
                client.send(header(1_000, Codec.NONE, 1_000, 1_000).toBytes());
                client.awaitEnd();
                return "hung up";
              }
            }));
    all.add(
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

  private static void first(List<HostileCase> all, String what, String hex) {
    all.add(
        HostileCase.of(
            1,
            what,
            "hung up",
            "closed protocol",
            () -> {
              try (var client = RelayClient.silent(relay.port())) {
                client.sendHex(hex);
                client.awaitEnd();
                return "hung up";
              }
            }));
  }

  private static void talk(
      List<HostileCase> all, String what, String answer, String counted, Talk talk) {
    all.add(
        HostileCase.of(
            2,
            what,
            answer,
            counted,
            () -> {
              try (var client = RelayClient.of(relay.port())) {
                return talk.with(client);
              }
            }));
  }

  private static Talk hungUpOn(String hex) {
    return client -> {
      client.sendHex(hex);
      client.awaitEnd();
      return "hung up";
    };
  }

  private static void header(List<HostileCase> all, String what, UnaryOperator<byte[]> change) {
    talk(
        all,
        what,
        "hung up",
        "closed protocol",
        client -> {
          long number = NUMBERS.getAndIncrement();
          client.send(change.apply(TestFrame.of(AGENT, number, number).bytes(1)));
          client.awaitEnd();
          return "hung up";
        });
  }

  private static byte[] with(byte[] bytes, int at, int value) {
    if (at == 32) {
      Arrays.fill(bytes, 25, 33, (byte) 0);
    } else if (at == 40) {
      Arrays.fill(bytes, 33, 41, (byte) 0);
    } else {
      bytes[at] = (byte) value;
    }
    return bytes;
  }

  /// A frame that costs only itself: the next one on the connection is taken.
  private static void body(
      List<HostileCase> all, String what, String why, Function<TestFrame, byte[]> bytes) {
    talk(
        all,
        what,
        "REJECTED " + why + ", next SETTLED",
        "frame rejected",
        client -> {
          long number = NUMBERS.getAndIncrement();
          client.send(bytes.apply(TestFrame.of(AGENT, number, number)));
          Receipt receipt = client.receipt();
          long next = NUMBERS.getAndIncrement();
          client.send(TestFrame.of(AGENT, next, next).bytes(8));
          return "%s %s, next %s"
              .formatted(receipt.outcome(), receipt.message(), client.receipt().outcome());
        });
  }

  private static void rejected(
      List<HostileCase> all, String what, String why, Codec codec, byte[] packed, int unpacked) {
    body(
        all,
        what,
        why,
        frame -> {
          FrameHeader header = header(1, codec, packed.length, unpacked);
          var signed =
              new FrameHeader(
                  7,
                  AGENT,
                  NUMBERS.getAndIncrement(),
                  1,
                  codec,
                  1,
                  1,
                  unpacked,
                  FrameHeader.checksum(packed, 0, packed.length),
                  header.bodyBytes());
          return TestFrame.bytes(signed, packed);
        });
  }

  private static FrameHeader header(int spans, Codec codec, int bodyBytes, int unpacked) {
    return new FrameHeader(
        7, AGENT, NUMBERS.getAndIncrement(), 1, codec, 1, spans, unpacked, 0, bodyBytes);
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
      first.send(TestFrame.of(AGENT, 1, 1).bytes(1));
      assertThat(first.receipt().stored()).isEqualTo(1);
      second.close();
    }
  }
}
