package io.jaegerstack.wire.relay;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// All of a frame but its body: `id:4 generation:16 sequence:8 lowest:8 codec:1 packets:4 spans:4
/// unpacked:4 crc:4`. The body follows it and is written on its own, so that nobody copies it.
///
/// @param id rises on a connection; its receipt names it
/// @param sequence within the generation, from 1
/// @param lowest sequence number of the generation that can still come, or come again
/// @param packets in the body
/// @param spans in the body, as the agent counted them
/// @param unpackedBytes of the body once it is unpacked
/// @param crc [#checksum(byte[], int, int)] of the body as it follows
/// @param bodyBytes of the body as it follows
public record FrameHeader(
    int id,
    Generation generation,
    long sequence,
    long lowest,
    Codec codec,
    int packets,
    int spans,
    int unpackedBytes,
    int crc,
    int bodyBytes) {
  /// Bytes between the type and the body.
  public static final int FIXED_BYTES = 4 + 16 + 8 + 8 + 1 + 4 + 4 + 4 + 4;

  /// Bytes before the body, length and type included.
  public static final int BYTES = MessageType.PREFIX_BYTES + FIXED_BYTES;

  /// The header of a message whose length and type were read already.
  ///
  /// @param length what the message says for its length
  public static FrameHeader read(byte[] bytes, int offset, int length) {
    int body = length - 1 - FIXED_BYTES;
    var in = new MessageCursor(bytes, offset, bytes.length);
    if (body < 0) {
      throw in.malformed(
          "frame of %d bytes, expected at least %d".formatted(length, 1 + FIXED_BYTES));
    }
    int id = in.int32();
    var generation = new Generation(in.int64(), in.int64());
    long sequence = in.int64();
    long lowest = in.int64();
    if (lowest < 1 || lowest > sequence) {
      throw in.malformed(
          "sequence number is %s and the lowest %s, expected 1 <= lowest <= number"
              .formatted(Long.toUnsignedString(sequence), Long.toUnsignedString(lowest)));
    }
    var codec = Codec.read(in);
    int packets = in.count("number of packets");
    int spans = in.count("number of spans");
    int unpacked = in.count("unpacked size");
    if (codec == Codec.NONE && unpacked != body) {
      throw in.malformed(
          "unpacked size is %d, expected the %d bytes of the body".formatted(unpacked, body));
    }
    return new FrameHeader(
        id, generation, sequence, lowest, codec, packets, spans, unpacked, in.int32(), body);
  }

  /// CRC-32C, as [#crc] holds it.
  public static int checksum(byte[] body, int offset, int length) {
    var crc = new CRC32C();
    crc.update(body, offset, length);
    return (int) crc.getValue();
  }

  /// As [#checksum(byte[], int, int)], of what remains in `body`, which is not moved on.
  public static int checksum(ByteBuffer body) {
    var crc = new CRC32C();
    crc.update(body.duplicate());
    return (int) crc.getValue();
  }

  /// The same frame on another connection.
  public FrameHeader withId(int another) {
    return new FrameHeader(
        another,
        generation,
        sequence,
        lowest,
        codec,
        packets,
        spans,
        unpackedBytes,
        crc,
        bodyBytes);
  }

  /// The same frame once those before `another` have their receipts.
  public FrameHeader withLowest(long another) {
    return new FrameHeader(
        id, generation, sequence, another, codec, packets, spans, unpackedBytes, crc, bodyBytes);
  }

  /// Bytes that the whole message takes, its length included.
  public long messageBytes() {
    return BYTES + (long) bodyBytes;
  }

  /// What goes before the body, length and type included: [#BYTES] bytes.
  public byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    writeTo(ByteBuffer.wrap(bytes));
    return bytes;
  }

  /// As [#toBytes()], into a big-endian buffer with room for [#BYTES].
  public void writeTo(ByteBuffer out) {
    out.putInt(1 + FIXED_BYTES + bodyBytes)
        .put((byte) MessageType.FRAME)
        .putInt(id)
        .putLong(generation.high())
        .putLong(generation.low())
        .putLong(sequence)
        .putLong(lowest)
        .put((byte) codec.ordinal())
        .putInt(packets)
        .putInt(spans)
        .putInt(unpackedBytes)
        .putInt(crc);
  }
}
