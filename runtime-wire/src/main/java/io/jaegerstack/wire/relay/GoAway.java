package io.jaegerstack.wire.relay;

/// The collector takes no new frames on this connection; those under way get their receipts, then
/// the agent closes. `why~2`.
public record GoAway(String why) {
  /// The message whose type was read already, from `offset` to `end`.
  public static GoAway read(byte[] bytes, int offset, int end) {
    return new GoAway(new MessageCursor(bytes, offset, end).text());
  }

  /// The message with its prefix; a long text is cut.
  public byte[] toBytes() {
    byte[] text = Texts.cut(why);
    return new MessageBuilder(MessageType.GO_AWAY, 2 + text.length).text(text).toBytes();
  }
}
