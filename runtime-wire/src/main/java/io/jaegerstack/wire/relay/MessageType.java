package io.jaegerstack.wire.relay;

import io.jaegerstack.wire.WireFormatException;

/// Fifth byte of a message: what follows it. Four bytes before it say how many bytes follow them,
/// the type included.
public final class MessageType {
  public static final int HELLO = 1;
  public static final int WELCOME = 2;
  public static final int FRAME = 3;
  public static final int RECEIPTS = 4;
  public static final int HEARTBEAT = 5;
  public static final int GO_AWAY = 6;

  /// Bytes at a message's start that say how long the rest is.
  public static final int LENGTH_BYTES = 4;

  /// Bytes before what a message says: its length and its type.
  public static final int PREFIX_BYTES = LENGTH_BYTES + 1;

  /// Most bytes after the length of any message that a collector sends.
  public static final int MAX_FROM_COLLECTOR = 1 << 20;

  private MessageType() {}

  /// Refuses a length that no message of at most `most` bytes after its length says; returns it
  /// where it is in order.
  ///
  /// @param length as it was read, unsigned
  public static int checkLength(int length, int most) {
    if (length < 1 || length > most) {
      throw WireFormatException.malformed(
          "message of %d bytes, expected 1 to %d".formatted(Integer.toUnsignedLong(length), most),
          0);
    }
    return length;
  }

  /// What a collector sends to say that it is still at it, prefix included.
  public static byte[] heartbeat() {
    return new MessageBuilder(HEARTBEAT, 0).toBytes();
  }
}
