package io.jaegerstack.wire.tchannel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Thrift calls and answers as frames: argument 1 is the method, argument 2 holds no headers,
/// argument 3 is a struct in thrift's binary protocol, without thrift's own message around it.
public final class ThriftCalls {
  private static final byte[] NOTHING = {};
  private static final Map<String, String> ANSWER_HEADERS =
      Map.of(TransportHeaders.ARG_SCHEME, TransportHeaders.THRIFT);

  /// Length of a piece.
  private static final int PIECE_HEAD = 2;

  /// A call of `method` (`Collector::submitBatches`), guarded with CRC-32 as Go's clients do.
  ///
  /// @param caller name of our own service
  public static List<Frame> request(
      int id, long ttlMillis, String caller, String service, String method, byte[] arguments) {
    var headers = new LinkedHashMap<String, String>();
    headers.put(TransportHeaders.ARG_SCHEME, TransportHeaders.THRIFT);
    headers.put(TransportHeaders.CALLER_NAME, caller);
    var first = CallRequest.write(id, ttlMillis, Tracing.NONE, service, headers);
    byte[] name = method.getBytes(StandardCharsets.UTF_8);
    var pieces = new Pieces(first, id, FrameType.CALL_REQUEST_CONTINUE, Checksum.Kind.CRC32);
    return pieces.frames(name, arguments);
  }

  /// The answer to `call`, whose result struct is `result`.
  public static List<Frame> response(int id, CallRequest call, byte[] result) {
    var first = CallResponse.write(id, true, call.tracing(), ANSWER_HEADERS);
    Checksum.Kind kind = call.arguments().checksumKind();
    return new Pieces(first, id, FrameType.CALL_RESPONSE_CONTINUE, kind).frames(NOTHING, result);
  }

  /// Cuts arguments into frames.
  private static final class Pieces {
    private final List<Frame> frames = new ArrayList<>(1);
    private final int id;
    private final int continueType;
    private final Checksum checksum;
    private FrameBuilder frame;
    private int checksumAt;

    Pieces(FrameBuilder first, int id, int continueType, Checksum.Kind kind) {
      this.id = id;
      this.continueType = continueType;
      this.checksum = new Checksum(kind);
      this.frame = first;
      beginPieces();
    }

    List<Frame> frames(byte[] argument1, byte[] argument3) {
      add(argument1);
      add(ThriftHeaders.none());
      add(argument3);
      end(false);
      return frames;
    }

    private void beginPieces() {
      frame.int8(checksum.kind().code());
      checksumAt = frame.size();
      if (checksum.kind().bytes() > 0) {
        frame.int32(0);
      }
    }

    private void add(byte[] argument) {
      int at = 0;
      if (frame.left() < PIECE_HEAD) {
        // Its empty piece is what ends the argument before this one.
        next();
        frame.int16(0);
      }
      while (true) {
        int count = Math.min(argument.length - at, frame.left() - PIECE_HEAD);
        frame.int16(count).raw(argument, at, count);
        checksum.update(argument, at, count);
        at += count;
        if (at == argument.length) {
          return;
        }
        next();
      }
    }

    private void next() {
      end(true);
      frame = new FrameBuilder(continueType, id).int8(0);
      beginPieces();
    }

    private void end(boolean moreFollows) {
      if (moreFollows) {
        frame.patch8(Frame.HEADER_BYTES, CallArguments.MORE_FOLLOWS);
      }
      if (checksum.kind().bytes() > 0) {
        frame.patch32(checksumAt, checksum.value());
      }
      frames.add(frame.toFrame());
    }
  }

  private ThriftCalls() {}
}
