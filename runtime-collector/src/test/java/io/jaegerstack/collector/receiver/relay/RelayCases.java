package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.server.hostile.HostileCase;
import io.jaegerstack.wire.relay.Codec;
import io.jaegerstack.wire.relay.FrameBody;
import io.jaegerstack.wire.relay.FrameHeader;
import io.jaegerstack.wire.relay.Generation;
import io.jaegerstack.wire.relay.PacketKind;
import io.jaegerstack.wire.relay.Receipt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Bad relay traffic by what is wrong with it.
final class RelayCases {
  /// What is done on a connection that is welcome, and what is answered.
  @FunctionalInterface
  interface Talk {
    String with(RelayClient client) throws IOException;
  }

  static final Generation AGENT = Generation.random();
  private static final AtomicLong NUMBERS = new AtomicLong(1);

  final List<HostileCase> all = new ArrayList<>();
  private final RunningRelay relay;

  RelayCases(RunningRelay relay) {
    this.relay = relay;
  }

  /// A sequence number that no other frame has.
  static long number() {
    return NUMBERS.getAndIncrement();
  }

  static byte[] wrongCrc(TestFrame frame) {
    byte[] bytes = frame.bytes(7);
    bytes[FrameHeader.BYTES - 1] ^= 1;
    return bytes;
  }

  void first(String what, String hex) {
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

  void talk(String what, String answer, String counted, Talk talk) {
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

  static Talk hungUpOn(String hex) {
    return client -> {
      client.sendHex(hex);
      client.awaitEnd();
      return "hung up";
    };
  }

  void header(String what, UnaryOperator<byte[]> change) {
    talk(
        what,
        "hung up",
        "closed protocol",
        client -> {
          long number = number();
          client.send(change.apply(TestFrame.of(AGENT, number, number).bytes(1)));
          client.awaitEnd();
          return "hung up";
        });
  }

  static byte[] with(byte[] bytes, int at, int value) {
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
  void body(String what, String why, Function<TestFrame, byte[]> bytes) {
    talk(
        what,
        "REJECTED " + why + ", next SETTLED",
        "frame rejected",
        client -> {
          long number = number();
          client.send(bytes.apply(TestFrame.of(AGENT, number, number)));
          Receipt receipt = client.receipt();
          long next = number();
          client.send(TestFrame.of(AGENT, next, next).bytes(8));
          return "%s %s, next %s"
              .formatted(receipt.outcome(), receipt.message(), client.receipt().outcome());
        });
  }

  void rejected(String what, String why, Codec codec, byte[] packed, int unpacked) {
    body(
        what,
        why,
        frame -> {
          FrameHeader header = frame(1, codec, packed.length, unpacked);
          var signed =
              new FrameHeader(
                  7,
                  AGENT,
                  number(),
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

  /// The head of a body with one agent tag.
  static byte[] tag(int keyBytes, int valueBytes) {
    return ByteBuffer.allocate(2 + 2 + keyBytes + 2 + valueBytes)
        .putShort(0, (short) 1)
        .putShort(2, (short) keyBytes)
        .putShort(4 + keyBytes, (short) valueBytes)
        .array();
  }

  /// 64 agent tags and as many tiny packets, each with a process, as a message can hold.
  static HostileCase manyProcesses(RunningRelay relay) {
    return HostileCase.of(
            2,
            "64 tags for each of many processes",
            "REJECTED agent tags of all processes are more than 262144.*",
            "frame rejected",
            () -> {
              var frame = TestFrame.of(AGENT, number());
              Map<String, String> tags = new HashMap<>();
              for (int i = 0; i < FrameBody.MOST_TAGS; i++) {
                tags.put("k" + i, "v");
              }
              frame.tags(tags);
              byte[] packet = Packets.compact(11);
              while (frame.hasRoomFor(packet)) {
                frame.packet(PacketKind.JAEGER_COMPACT, packet, 1);
              }
              try (var client = RelayClient.of(relay.port())) {
                client.send(frame.bytes(1));
                Receipt receipt = client.receipt();
                return receipt.outcome() + " " + receipt.message();
              }
            })
        .large();
  }

  static FrameHeader frame(int spans, Codec codec, int bodyBytes, int unpacked) {
    return new FrameHeader(7, AGENT, number(), 1, codec, 1, spans, unpacked, 0, bodyBytes);
  }
}
