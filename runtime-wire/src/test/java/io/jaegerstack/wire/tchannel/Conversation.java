package io.jaegerstack.wire.tchannel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/// What a real client and a real server said to each other; the origin is in `testdata/README.md`.
public final class Conversation {
  /// All frames of one direction.
  ///
  /// @param side `client` or `server`
  public static List<Frame> frames(String name, String side) {
    byte[] bytes = bytes("/testdata/tchannel-" + name + "-" + side + ".bin.gz");
    var frames = new ArrayList<Frame>();
    for (int at = 0; at < bytes.length; ) {
      int size = new FrameCursor(bytes, at).int16();
      frames.add(new Frame(Arrays.copyOfRange(bytes, at, at + size)));
      at += size;
    }
    return frames;
  }

  /// The calls of the client's side, complete.
  public static List<CallRequest> calls(String name) {
    var calls = new ArrayList<CallRequest>();
    for (Frame frame : frames(name, "client")) {
      switch (frame.type()) {
        case FrameType.CALL_REQUEST -> calls.add(CallRequest.read(frame, 1 << 24));
        case FrameType.CALL_REQUEST_CONTINUE -> calls.getLast().arguments().add(frame);
        default -> {}
      }
    }
    return calls;
  }

  private static byte[] bytes(String resource) {
    try (var raw = Conversation.class.getResourceAsStream(resource);
        var in = new GZIPInputStream(Objects.requireNonNull(raw, resource))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Conversation() {}
}
