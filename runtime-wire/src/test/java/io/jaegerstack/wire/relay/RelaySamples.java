package io.jaegerstack.wire.relay;

import io.jaegerstack.wire.WireFormatException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Messages of both sides, and what reads and writes any of them.
public final class RelaySamples {
  public static List<byte[]> messages() {
    return List.of(
        new Hello("acme", "node-1").toBytes(),
        Welcome.of(1 << 20, 1 << 24).toBytes(),
        Welcome.refusal(Welcome.Status.TENANT, "unknown tenant").toBytes(),
        Receipts.toBytes(
            List.of(
                Receipt.settled(1, 20, 3),
                Receipt.comeBack(2, 0, 0, Duration.ofSeconds(1), "full"),
                Receipt.rejected(3, "CRC"))),
        MessageType.heartbeat(),
        new GoAway("connection age").toBytes(),
        new FrameHeader(7, new Generation(1, 2), 9, 3, Codec.ZSTD, 2, 20, 900, 0x1234, 64)
            .toBytes());
  }

  public static List<byte[]> bodies() {
    return List.of(body(Map.of()), body(Map.of("host", "node-1", "zone", "eu")));
  }

  private static byte[] body(Map<String, String> tags) {
    var memory = ByteBuffer.allocate(1_000);
    var body = FrameBodyBuilder.begin(memory, FrameBodyBuilder.tags(tags));
    body.add(PacketKind.JAEGER_COMPACT, new byte[] {1, 2, 3}, 0, 3);
    body.add(PacketKind.JAEGER_BINARY, new byte[0], 0, 0);
    body.add(PacketKind.OTLP, new byte[200], 0, 200);
    return Arrays.copyOf(memory.array(), memory.position());
  }

  /// Reads a message and writes it again.
  public static byte[] rewritten(byte[] message) {
    if (message.length < MessageType.PREFIX_BYTES) {
      throw WireFormatException.malformed("message ends before its type", message.length);
    }
    int at = MessageType.PREFIX_BYTES;
    int length = ByteBuffer.wrap(message).getInt();
    MessageType.checkLength(length, MessageType.MAX_FROM_COLLECTOR);
    int type = message[MessageType.LENGTH_BYTES];
    return switch (type) {
      case MessageType.HELLO -> {
        Hello hello = Hello.read(message, at, message.length);
        // What is no UTF-8 grows when it is written, perhaps beyond what two bytes can tell.
        yield message.length > 20_000 ? message : hello.toBytes();
      }
      case MessageType.WELCOME -> Welcome.read(message, at, message.length).toBytes();
      case MessageType.RECEIPTS ->
          Receipts.toBytes(first(Receipts.read(message, at, message.length)));
      case MessageType.GO_AWAY -> GoAway.read(message, at, message.length).toBytes();
      case MessageType.FRAME -> FrameHeader.read(message, at, length).toBytes();
      case MessageType.HEARTBEAT -> MessageType.heartbeat();
      default -> throw WireFormatException.malformed("no message has type " + type, 4);
    };
  }

  private static List<Receipt> first(List<Receipt> receipts) {
    return receipts.subList(0, Math.min(receipts.size(), Receipts.MOST));
  }

  /// Goes through a body: kind and place of each packet, and the tags.
  public static List<String> packets(byte[] bytes) {
    var body = new FrameBody(bytes, 0, bytes.length);
    body.agentTags();
    var packets = new ArrayList<String>();
    while (body.next()) {
      packets.add(body.kind() + " at " + body.offset());
    }
    return packets;
  }

  private RelaySamples() {}
}
