package io.jaegerstack.wire.relay;

/// First message of an agent: `magic:4 version:1 tenant~2 name~2`.
///
/// @param version newest that the agent speaks
/// @param tenant whose spans come, empty for nobody's in particular
/// @param name of the agent, usually its host; for logs
public record Hello(int version, String tenant, String name) {
  /// "JSRY": what both sides say first, so that a stranger is known at once.
  public static final int MAGIC = 0x4A535259;

  /// The newest version there is.
  public static final int VERSION = 1;

  private static final int FIXED_BYTES = 4 + 1 + 2 + 2;

  /// Most bytes after the length.
  public static final int MAX_BYTES = 1 + FIXED_BYTES + 2 * Texts.MAX_BYTES;

  public Hello(String tenant, String name) {
    this(VERSION, tenant, name);
  }

  /// The message whose type was read already, from `offset` to `end`. Bytes that follow are those
  /// of a later version and are passed over.
  public static Hello read(byte[] bytes, int offset, int end) {
    var in = new MessageCursor(bytes, offset, end);
    checkMagic(in);
    int version = in.int8();
    return new Hello(version, in.text(), in.text());
  }

  static void checkMagic(MessageCursor in) {
    int magic = in.int32();
    if (magic != MAGIC) {
      throw in.malformed("magic is 0x%08x, expected 0x%08x".formatted(magic, MAGIC));
    }
  }

  /// The message with its prefix.
  public byte[] toBytes() {
    byte[] tenantBytes = Texts.whole("tenant", tenant);
    byte[] nameBytes = Texts.whole("name of an agent", name);
    return new MessageBuilder(
            MessageType.HELLO, FIXED_BYTES + tenantBytes.length + nameBytes.length)
        .int32(MAGIC)
        .int8(version)
        .text(tenantBytes)
        .text(nameBytes)
        .toBytes();
  }
}
