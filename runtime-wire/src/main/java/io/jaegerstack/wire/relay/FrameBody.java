package io.jaegerstack.wire.relay;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Goes through the body of a frame, once it is unpacked: `nt:2 (key~2 value~2){nt} (kind:1
/// length:4 bytes)*`. Copies nothing but the tags, and those only for who asks.
///
/// ```java
/// var body = new FrameBody(bytes, 0, bytes.length);
/// while (body.next()) {
///   read(bytes, body.offset(), body.length(), body.kind());
/// }
/// ```
public final class FrameBody {
  /// Agent tags of one frame: each of them is added to every process in it.
  public static final int MOST_TAGS = 64;

  /// Bytes of the agent tags of one frame, with their lengths.
  public static final int MOST_TAG_BYTES = 16 * 1024;

  private final byte[] bytes;
  private final int start;
  private final MessageCursor in;
  private final int tagsEnd;
  private PacketKind kind = PacketKind.UNKNOWN;
  private int offset;
  private int length;

  /// The body in `bytes` from `offset` to `end`. Refuses tags that do not fit in, or are too many.
  public FrameBody(byte[] bytes, int offset, int end) {
    this.bytes = bytes;
    this.start = offset;
    this.in = new MessageCursor(bytes, offset, end);
    int tags = in.int16();
    if (tags > MOST_TAGS) {
      throw in.malformed("%d agent tags, expected at most %d".formatted(tags, MOST_TAGS));
    }
    for (int i = 0; i < 2 * tags; i++) {
      in.pass(in.int16());
    }
    this.tagsEnd = in.position();
    if (tagsEnd - offset > MOST_TAG_BYTES) {
      throw in.malformed(
          "agent tags take %d bytes, expected at most %d"
              .formatted(tagsEnd - offset, MOST_TAG_BYTES));
    }
  }

  /// Where the tags begin, with their number.
  public int tagsOffset() {
    return start;
  }

  /// Where the tags end: equal bytes are equal tags.
  public int tagsEnd() {
    return tagsEnd;
  }

  /// The tags for every process in the frame; of equal keys the last counts.
  public SequencedMap<String, String> agentTags() {
    var from = new MessageCursor(bytes, start, tagsEnd);
    int count = from.int16();
    var tags = new LinkedHashMap<String, String>();
    for (int i = 0; i < count; i++) {
      tags.put(from.text(), from.text());
    }
    return tags;
  }

  /// Moves on to the next packet; false behind the last. Refuses a packet that the body does not
  /// hold whole.
  public boolean next() {
    if (in.isAtEnd()) {
      return false;
    }
    kind = PacketKind.of(in.int8());
    length = in.count("length of a packet");
    offset = in.pass(length);
    return true;
  }

  public PacketKind kind() {
    return kind;
  }

  /// Where the packet begins in the array.
  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }
}
