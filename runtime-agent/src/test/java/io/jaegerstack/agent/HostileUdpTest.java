package io.jaegerstack.agent;

import io.jaegerstack.ledger.Hop;
import io.jaegerstack.server.hostile.HostileCase;
import io.jaegerstack.server.hostile.Oracle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The list of bad packets, on the port of the compact protocol and on that of the binary one.
/// Nobody is answered: what is told instead is how many packets were taken.
@Timeout(60)
class HostileUdpTest {
  /// Largest that UDP over IPv4 carries.
  private static final int MOST_BYTES = 65_507;

  private static TestCollector collector;
  private static RunningAgent agent;
  private static Oracle oracle;
  private static int goodOnes;

  /// A port, and what every packet to it begins with.
  private enum Port {
    /// A call of emitBatch, and argument 1, a struct; process and no spans in it.
    COMPACT("822101" + "09656d69744261746368" + "1c", "1c18016100" + "190c"),
    BINARY(
        "80010001" + "00000009656d69744261746368" + "00000000" + "0c0001",
        "0c0001" + "0b00010000000161" + "00" + "0f00020c00000000");

    private final String call;
    private final String batch;

    Port(String call, String batch) {
      this.call = call;
      this.batch = batch;
    }

    Hop hop() {
      return this == COMPACT ? agent.compact() : agent.binary();
    }

    Consumer<byte[]> sender() {
      return this == COMPACT ? agent::sendCompact : agent::sendBinary;
    }

    byte[] good(long id) {
      return this == COMPACT ? Packets.compact("shop", id, 1) : Packets.binary("shop", id, 1);
    }

    Port other() {
      return this == COMPACT ? BINARY : COMPACT;
    }
  }

  @BeforeAll
  static void start() throws IOException {
    collector = TestCollector.start();
    agent = RunningAgent.start(collector.address());
    oracle = Oracle.of(agent::scrape, HostileUdpTest::goodOnesArrive);
  }

  @AfterAll
  static void stop() {
    oracle.close();
    agent.awaitBalanced();
    agent.close();
    collector.close();
  }

  private static String goodOnesArrive() {
    int before = collector.spans().size();
    for (Port port : Port.values()) {
      port.sender().accept(port.good(++goodOnes));
    }
    collector.awaitSpans(before + Port.values().length);
    return "";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isCountedAndHarmless(HostileCase given) throws Exception {
    oracle.judge(given);
  }

  /// Cases of one port, by item.
  private record Table(Port on, List<HostileCase> cases) {
    void refused(int item, String what, String hex) {
      refused(item, what, HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    void refused(int item, String what, byte[] packet) {
      add(item, what, "none taken", "dropped malformed", List.of(packet));
    }

    void taken(int item, String what, byte[] packet) {
      add(item, what, "1 taken", "", List.of(packet));
    }

    void add(int item, String what, String answer, String counted, List<byte[]> packets) {
      String name = on.name().toLowerCase(java.util.Locale.ROOT) + ": " + what;
      cases.add(HostileCase.of(item, name, answer, counted, () -> send(packets)));
    }

    private String send(List<byte[]> packets) {
      Hop hop = on.hop();
      long received = hop.received();
      long forwarded = hop.forwarded();
      packets.forEach(on.sender());
      Await.until(
          () -> hop.received() == received + packets.size() && hop.held() == 0, hop::snapshot);
      long taken = hop.forwarded() - forwarded;
      return taken == 0 ? "none taken" : taken + " taken";
    }
  }

  static Stream<HostileCase> cases() {
    return Arrays.stream(Port.values())
        .flatMap(
            port -> {
              var table = new Table(port, new ArrayList<>());
              cut(table);
              methods(table);
              if (port == Port.COMPACT) {
                compact(table);
              } else {
                binary(table);
              }
              return HostileCase.complete(table.cases()).stream();
            });
  }

  private static void cut(Table on) {
    on.refused(1, "nothing", "");
    on.refused(2, "one byte", on.on().call.substring(0, 2));
    on.add(3, "65,507 bytes of 0xFF", "none taken", "dropped too-large", List.of(ones(MOST_BYTES)));
    on.refused(3, "65,000 bytes of 0xFF", ones(65_000));
    byte[] good = on.on().good(1);
    on.add(
        4,
        "a good one, cut at every byte",
        "none taken",
        "dropped malformed*" + good.length,
        IntStream.range(0, good.length).mapToObj(length -> Arrays.copyOf(good, length)).toList());
  }

  private static byte[] ones(int bytes) {
    var packet = new byte[bytes];
    Arrays.fill(packet, (byte) 0xff);
    return packet;
  }

  private static void methods(Table on) {
    on.refused(14, "the other port's protocol", on.on().other().good(1));
    var protocol = on.on() == Port.COMPACT ? Packets.COMPACT : Packets.BINARY;
    on.taken(15, "Zipkin's spans", Packets.zipkin(protocol, "shop", 7_000_000));
    on.refused(15, "emitZipkinBatch of a Jaeger batch", renamed(on, "emitZipkinBatch"));
    on.add(
        16,
        "a method that is none",
        "none taken",
        "dropped unknown-method",
        List.of(renamed(on, "dropTables")));
  }

  /// A call of `method` with the arguments of emitBatch.
  private static byte[] renamed(Table on, String method) {
    return on.on() == Port.COMPACT
        ? Packets.otherMethod(method)
        : Packets.otherBinaryMethod(method);
  }

  private static void compact(Table on) {
    String call = on.on().call;
    String batch = on.on().batch;
    on.refused(5, "33,554,432 spans", call + "29 fc 80808010");
    on.refused(6, "2^31-1 spans", call + "29 fc ffffffff07");
    on.refused(6, "-1 spans", call + "29 fc ffffffff0f");
    on.refused(7, "a name longer than the rest", call + "1c 18 7f 61");
    on.refused(8, "a name of -1 bytes", call + "1c 18 ffffffff0f");
    on.refused(9, "a varint without end", call + "1c 18" + "ff".repeat(60_000));
    on.refused(9, "a long one without end", call + "36" + "ff".repeat(60_000));
    on.refused(10, "70 structs in each other", call + batch + "9c" + "1c".repeat(69));
    on.taken(
        10,
        "50 structs in each other are passed over",
        hex(call + batch + "9c" + "1c".repeat(49) + "00".repeat(50) + "0000"));
    on.refused(11, "30,000 lists in each other", call + batch + "99" + "19".repeat(30_000));
    on.refused(11, "30,000 structs in each other", call + "9c" + "1c".repeat(30_000));
    on.refused(12, "20,000 maps in each other", call + batch + "9b" + "01bb".repeat(20_000));
    on.refused(12, "a map of 2^31-1", call + batch + "9b" + "ffffffff07 55");
    on.refused(13, "type 13", call + "1d 00");
    on.refused(13, "type 14", call + "1e 00");
    on.refused(13, "type 15", call + "1f 00");
    on.refused(16, "a reply", "824101" + "09656d69744261746368" + "00");
    on.refused(16, "another version", "822201");
    on.taken(17, "a field twice", hex(call + "1c 180161 0802 0162 00 190c 0000"));
  }

  private static void binary(Table on) {
    String call = on.on().call;
    String batch = on.on().batch;
    on.refused(5, "33,554,432 spans", call + "0f00020c02000000");
    on.refused(6, "2^31-1 spans", call + "0f00020c7fffffff");
    on.refused(6, "-1 spans", call + "0f00020cffffffff");
    on.refused(7, "a name longer than the rest", call + "0c0001 0b0001 0000ffff 61");
    on.refused(7, "a method of 1 GiB", "80010001 40000000 65");
    on.refused(8, "a name of -1 bytes", call + "0c0001 0b0001 ffffffff");
    on.refused(9, "a name of 2^31-1 bytes", call + "0c0001 0b0001 7fffffff");
    on.refused(10, "70 structs in each other", call + batch + "0c0063".repeat(70));
    on.taken(
        10,
        "50 structs in each other are passed over",
        hex(call + batch + "0c0063".repeat(50) + "00".repeat(50) + "0000"));
    on.refused(
        11, "10,000 lists in each other", call + batch + "0f0063" + "0f00000001".repeat(10_000));
    on.refused(11, "20,000 structs in each other", call + "0c0063".repeat(20_000));
    on.refused(
        12, "10,000 maps in each other", call + batch + "0d0063" + "0d0d00000001".repeat(10_000));
    on.refused(12, "a map of 2^31-1", call + batch + "0d0063" + "08087fffffff");
    on.refused(13, "type 17", call + "110001 00");
    on.refused(13, "type 5", call + "050001 00");
    on.refused(13, "type -1", call + "ff0001 00");
    on.refused(16, "a reply", "80010002" + "00000009656d69744261746368" + "00000000" + "00");
    on.refused(16, "another version", "80020001" + "00000009656d69744261746368" + "00000000");
    on.taken(
        17,
        "a field twice",
        hex(call + "0c0001 0b00010000000161 0b00010000000162 00 0f00020c00000000 0000"));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }
}
