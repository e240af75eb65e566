package io.jaegerstack.wire.tchannel;

import io.jaegerstack.fuzzing.Grammar;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// What one side of a TChannel connection sends: frames are dropped, doubled, moved, retyped,
/// joined to other calls, cut in two and changed inside, and their sizes stay right.
public record FrameGrammar() implements Grammar {
  private static final int[] TYPES = {1, 2, 3, 4, 0x13, 0x14, 0xc0, 0xd0, 0xd1, 0xff, 0x55};
  private static final List<byte[]> TOKENS =
      Stream.of("thrift", "as", "cn", "host_port", "Collector::submitBatches", "\0\0")
          .map(word -> word.getBytes(StandardCharsets.UTF_8))
          .toList();

  @Override
  public List<byte[]> tokens() {
    return TOKENS;
  }

  @Override
  public byte[] changed(byte[] input, byte[] other, RandomGenerator random) {
    List<byte[]> frames = split(input);
    if (frames.isEmpty()) {
      return other;
    }
    int at = random.nextInt(frames.size());
    byte[] frame = frames.get(at).clone();
    if (frame.length < Frame.HEADER_BYTES) {
      return Grammar.ofTokens(TOKENS).changed(input, other, random);
    }
    switch (random.nextInt(9)) {
      case 0 -> frames.remove(at);
      case 1 -> frames.add(random.nextInt(frames.size() + 1), frame);
      case 2 -> frames.add(frames.remove(at));
      case 3 -> frames.set(at, with(frame, 2, TYPES[random.nextInt(TYPES.length)]));
      case 4 -> frames.set(at, with(frame, 7, random.nextInt(4)));
      case 5 -> frames.set(at, with(frame, Frame.HEADER_BYTES, random.nextInt(3)));
      case 6 -> cut(frames, at, frame, random);
      case 7 -> frames.addAll(at, split(other));
      default -> frames.set(at, inside(frame, other, random));
    }
    return joined(frames);
  }

  private static byte[] with(byte[] frame, int at, int value) {
    if (at < frame.length) {
      frame[at] = (byte) value;
    }
    return frame;
  }

  /// Its end becomes the only piece of a continuing frame without a checksum.
  private static void cut(List<byte[]> frames, int at, byte[] frame, RandomGenerator random) {
    int end = Frame.HEADER_BYTES + random.nextInt(frame.length - Frame.HEADER_BYTES + 1);
    byte[] head = with(Arrays.copyOf(frame, end), Frame.HEADER_BYTES, CallArguments.MORE_FOLLOWS);
    byte[] rest = Arrays.copyOfRange(frame, end, frame.length);
    var next = ByteBuffer.allocate(Frame.HEADER_BYTES + 4 + rest.length);
    next.put(frame, 0, Frame.HEADER_BYTES).put(2, (byte) FrameType.CALL_REQUEST_CONTINUE);
    next.put((byte) 0).put((byte) 0).putShort((short) rest.length).put(rest);
    frames.set(at, head);
    frames.add(at + 1, next.array());
  }

  private static byte[] inside(byte[] frame, byte[] other, RandomGenerator random) {
    byte[] payload = Arrays.copyOfRange(frame, Frame.HEADER_BYTES, frame.length);
    byte[] changed = Grammar.ofTokens(TOKENS).changed(payload, other, random);
    byte[] whole = Arrays.copyOf(frame, Frame.HEADER_BYTES + changed.length);
    System.arraycopy(changed, 0, whole, Frame.HEADER_BYTES, changed.length);
    return whole;
  }

  private static List<byte[]> split(byte[] stream) {
    var frames = new ArrayList<byte[]>();
    for (int at = 0; at < stream.length; ) {
      int size = at + 1 < stream.length ? (stream[at] & 0xff) << 8 | stream[at + 1] & 0xff : 0;
      int end = Math.min(stream.length, at + Math.max(size, Frame.HEADER_BYTES));
      frames.add(Arrays.copyOfRange(stream, at, end));
      at = end;
    }
    return frames;
  }

  private static byte[] joined(List<byte[]> frames) {
    int length = frames.stream().mapToInt(frame -> frame.length).sum();
    var all = ByteBuffer.allocate(length);
    for (byte[] frame : frames) {
      int at = all.position();
      all.put(frame);
      if (frame.length >= Short.BYTES && frame.length <= Frame.MAX_BYTES) {
        all.putShort(at, (short) frame.length);
      }
    }
    return all.array();
  }
}
