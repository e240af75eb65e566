package io.jaegerstack.wire.tchannel;

import io.jaegerstack.wire.WireFormatException;

/// The three arguments of a call or an answer, as its frames arrive.
///
/// A frame holds pieces, each `length:2` and bytes. A piece that is followed by another one in the
/// same frame ends its argument; one at the end of a frame is carried on by the first piece of the
/// next frame, which may be empty. Each frame has the checksum of all pieces so far.
public final class CallArguments {
  /// Bit of a frame's flags: more frames of this call follow.
  static final int MORE_FOLLOWS = 0x01;

  /// Largest argument 1, the method, by the protocol.
  private static final int MAX_METHOD_BYTES = 16 * 1024;

  private static final int LAST = 2;

  private final Argument[] arguments = {new Argument(), new Argument(), new Argument()};
  private final Checksum checksum;
  private final int maxBytes;
  private int current;
  private int size;
  private boolean complete;

  private CallArguments(Checksum.Kind kind, int maxBytes) {
    this.checksum = new Checksum(kind);
    this.maxBytes = maxBytes;
  }

  /// Reads on in a first frame, behind its headers.
  static CallArguments begin(FrameCursor in, int flags, int maxBytes) {
    var begun = new CallArguments(Checksum.Kind.read(in), maxBytes);
    begun.pieces(in, flags);
    return begun;
  }

  /// Adds a continuing frame.
  public void add(Frame frame) {
    FrameCursor in = frame.payload();
    int flags = in.int8();
    Checksum.Kind kind = Checksum.Kind.read(in);
    if (kind != checksum.kind()) {
      throw in.malformed(
          "checksum is %s, expected %s as in the frames before".formatted(kind, checksum.kind()));
    }
    pieces(in, flags);
  }

  private void pieces(FrameCursor in, int flags) {
    int expected = checksum.kind() == Checksum.Kind.NONE ? 0 : in.int32();
    piece(in);
    while (in.left() > 0) {
      if (current == LAST) {
        throw in.malformed("call has more than three arguments");
      }
      current++;
      piece(in);
    }
    if (checksum.value() != expected) {
      throw in.malformed(
          "%s is %08x, expected %08x".formatted(checksum.kind(), expected, checksum.value()));
    }
    complete = (flags & MORE_FOLLOWS) == 0;
    if (complete && current != LAST) {
      throw in.malformed("call ends with argument " + (current + 1) + ", expected three");
    }
  }

  private void piece(FrameCursor in) {
    int length = in.int16();
    int at = in.pass(length);
    size += length;
    if (size > maxBytes) {
      throw in.malformed("call is larger than " + maxBytes + " bytes");
    }
    checksum.update(in.bytes(), at, length);
    arguments[current].add(in.bytes(), at, length);
    if (current == 0 && arguments[0].length() > MAX_METHOD_BYTES) {
      throw in.malformed("argument 1 is longer than " + MAX_METHOD_BYTES + " bytes");
    }
  }

  /// Whether all frames are there.
  public boolean isComplete() {
    return complete;
  }

  /// What the caller guards its arguments with, and so wants the answer's to be guarded with.
  public Checksum.Kind checksumKind() {
    return checksum.kind();
  }

  /// Argument 1 of a complete call.
  public String method() {
    return done(0).text();
  }

  /// Argument 2 of a complete call.
  public Argument headers() {
    return done(1);
  }

  /// Argument 3 of a complete call. It ends where its array ends.
  public Argument body() {
    return done(LAST).trimmed();
  }

  private Argument done(int index) {
    if (!complete) {
      throw new WireFormatException(
          WireFormatException.Kind.MALFORMED, "call is not complete, argument " + (index + 1));
    }
    return arguments[index];
  }
}
