package io.jaegerstack.wire.relay;

import java.util.ArrayList;
import java.util.List;

/// The message with receipts: `n:2 (receipt){n}`.
public final class Receipts {
  /// Most receipts in one message that a collector writes: with the longest texts it stays below
  /// [MessageType#MAX_FROM_COLLECTOR].
  public static final int MOST = 1_024;

  private Receipts() {}

  /// The receipts of a message whose type was read already, from `offset` to `end`.
  public static List<Receipt> read(byte[] bytes, int offset, int end) {
    var in = new MessageCursor(bytes, offset, end);
    int count = in.int16();
    var receipts = new ArrayList<Receipt>();
    for (int i = 0; i < count; i++) {
      receipts.add(Receipt.read(in));
    }
    in.requireEnd("the receipts");
    return receipts;
  }

  /// A message of at most [#MOST] receipts, with its prefix.
  public static byte[] toBytes(List<Receipt> receipts) {
    if (receipts.size() > MOST) {
      throw new IllegalArgumentException(
          "%d receipts, expected at most %d".formatted(receipts.size(), MOST));
    }
    int bytes = 2;
    for (Receipt receipt : receipts) {
      bytes += receipt.bytes();
    }
    var out = new MessageBuilder(MessageType.RECEIPTS, bytes).int16(receipts.size());
    receipts.forEach(receipt -> receipt.writeTo(out));
    return out.toBytes();
  }
}
