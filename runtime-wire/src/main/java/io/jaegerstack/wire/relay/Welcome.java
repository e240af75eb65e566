package io.jaegerstack.wire.relay;

/// The collector's answer to [Hello]: `magic:4 version:1 status:1 largest:4 window:4 message~2`.
/// After another status than [Status#WELCOME] it closes the connection.
///
/// @param version spoken from now on
/// @param largestMessage bytes after the length of the largest message that is taken
/// @param windowBytes bytes of frames, lengths included, that are taken without a receipt
/// @param message why not; empty where the agent is welcome
public record Welcome(
    int version, Status status, int largestMessage, int windowBytes, String message) {
  /// Whether an agent is let in.
  public enum Status {
    WELCOME,
    /// None of the versions that the agent speaks is spoken here.
    VERSION,
    /// Its tenant is missing or unknown.
    TENANT,
    TOO_MANY_CONNECTIONS,
    SHUTTING_DOWN;

    private static final Status[] ALL = values();

    private static Status read(MessageCursor in) {
      int code = in.int8();
      if (code >= ALL.length) {
        throw in.malformed("status is %d, expected 0 to %d".formatted(code, ALL.length - 1));
      }
      return ALL[code];
    }
  }

  private static final int FIXED_BYTES = 4 + 1 + 1 + 4 + 4 + 2;

  /// Lets an agent in.
  public static Welcome of(int largestMessage, int windowBytes) {
    return new Welcome(Hello.VERSION, Status.WELCOME, largestMessage, windowBytes, "");
  }

  /// Sends an agent away.
  public static Welcome refusal(Status status, String message) {
    return new Welcome(Hello.VERSION, status, 0, 0, message);
  }

  /// The message whose type was read already, from `offset` to `end`.
  public static Welcome read(byte[] bytes, int offset, int end) {
    var in = new MessageCursor(bytes, offset, end);
    Hello.checkMagic(in);
    int version = in.int8();
    var status = Status.read(in);
    int largest = in.count("largest message");
    return new Welcome(version, status, largest, in.count("window"), in.text());
  }

  /// The message with its prefix; a long text is cut.
  public byte[] toBytes() {
    byte[] text = Texts.cut(message);
    return new MessageBuilder(MessageType.WELCOME, FIXED_BYTES + text.length)
        .int32(Hello.MAGIC)
        .int8(version)
        .int8(status.ordinal())
        .int32(largestMessage)
        .int32(windowBytes)
        .text(text)
        .toBytes();
  }
}
