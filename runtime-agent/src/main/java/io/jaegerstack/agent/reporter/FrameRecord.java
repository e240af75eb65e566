package io.jaegerstack.agent.reporter;

import io.jaegerstack.wire.relay.Codec;
import io.jaegerstack.wire.relay.FrameHeader;
import io.jaegerstack.wire.relay.Generation;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Frames as bytes of the spill: what is known of a frame, then its body as it is sent. Remembers
/// the numberings whose numbers it has met, since frames must come again under the number that
/// collectors may know. For any thread.
final class FrameRecord {
  /// First byte of what this version writes.
  private static final byte VERSION = 1;

  private static final int FIXED_BYTES = 4 + 3 * Integer.BYTES;
  private static final int NUMBER_BYTES = 3 * Long.BYTES;
  private static final BatchFormat[] FORMATS = BatchFormat.values();
  private static final Codec[] CODECS = Codec.values();

  private final Map<Generation, FrameNumbers> numberings = new HashMap<>();

  synchronized ByteBuffer encode(Frame frame) {
    FrameNumber number = frame.number();
    int head = FIXED_BYTES + FORMATS.length * 2 * Integer.BYTES + NUMBER_BYTES;
    ByteBuffer out = ByteBuffer.allocate(head + frame.length());
    out.put(VERSION).put((byte) frame.codec().ordinal());
    out.put((byte) FORMATS.length).put((byte) (number == null ? 0 : 1));
    out.putInt(frame.packets()).putInt(frame.unpackedBytes()).putInt(frame.crc());
    for (BatchFormat format : FORMATS) {
      out.putInt(frame.tally().packets(format)).putInt(frame.tally().spans(format));
    }
    if (number != null) {
      Generation generation = number.numbers().generation();
      numberings.put(generation, number.numbers());
      out.putLong(generation.high()).putLong(generation.low()).putLong(number.sequence());
    }
    return out.put(frame.body(), 0, frame.length()).flip();
  }

  /// Empty where it is not what [#encode] makes: of another version.
  synchronized Optional<Frame> decode(ByteBuffer in) {
    if (in.remaining() < FIXED_BYTES || in.get() != VERSION) {
      return Optional.empty();
    }
    int codec = in.get();
    int formats = in.get();
    boolean isNumbered = in.get() != 0;
    int least = formats * 2 * Integer.BYTES + (isNumbered ? NUMBER_BYTES : 0);
    if (codec >= CODECS.length || formats > FORMATS.length || in.remaining() < 12 + least) {
      return Optional.empty();
    }
    return Optional.of(frame(in, CODECS[codec], formats, isNumbered));
  }

  private Frame frame(ByteBuffer in, Codec codec, int formats, boolean isNumbered) {
    int packets = in.getInt();
    int unpacked = in.getInt();
    int crc = in.getInt();
    var tally = new FrameTally();
    for (int i = 0; i < formats; i++) {
      tally.set(FORMATS[i], in.getInt(), in.getInt());
    }
    FrameNumber number = isNumbered ? number(in) : null;
    var body = new byte[in.remaining()];
    in.get(body);
    int checked = crc == 0 ? FrameHeader.checksum(body, 0, body.length) : crc;
    var frame = new Frame(body, body.length, codec, unpacked, checked, packets, tally, null);
    if (number != null) {
      frame.number(number);
    }
    // Of another process it is not known; to call it unsent could be wrong.
    frame.sent();
    return frame;
  }

  private FrameNumber number(ByteBuffer in) {
    var generation = new Generation(in.getLong(), in.getLong());
    long sequence = in.getLong();
    return numberings.computeIfAbsent(generation, FrameNumbers::ofADeadAgent).again(sequence);
  }
}
