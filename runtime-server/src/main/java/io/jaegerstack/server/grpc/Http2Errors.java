package io.jaegerstack.server.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameTypes;
import org.jspecify.annotations.Nullable;

/// Counts what gRPC refuses before it is a call, of which it tells nobody but the peer: reads the
/// error code of each GOAWAY and RST_STREAM frame on its way out.
///
/// Between HTTP/2 and TLS, where Netty writes either frame as a buffer of its own, of always the
/// same size.
final class Http2Errors extends ChannelOutboundHandlerAdapter {
  /// Length, type, flags and stream.
  private static final int HEAD_BYTES = 9;

  private static final int TYPE_AT = 3;
  private static final int CODE_BYTES = 4;

  /// Head and code.
  private static final int RESET_BYTES = HEAD_BYTES + CODE_BYTES;

  /// Head, last stream and code; what it says in words is in a buffer after it.
  private static final int GO_AWAY_BYTES = HEAD_BYTES + 4 + CODE_BYTES;

  private final RefusalCounts refusals;

  Http2Errors(RefusalCounts refusals) {
    this.refusals = refusals;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise written) {
    if (message instanceof ByteBuf frame) {
      Refusal why = refusal(frame);
      if (why != null) {
        refusals.add(why, "HTTP/2");
      }
    }
    ctx.write(message, written);
  }

  private static @Nullable Refusal refusal(ByteBuf frame) {
    int type =
        switch (frame.readableBytes()) {
          case RESET_BYTES -> Http2FrameTypes.RST_STREAM;
          case GO_AWAY_BYTES -> Http2FrameTypes.GO_AWAY;
          default -> -1;
        };
    if (type < 0 || frame.getByte(frame.readerIndex() + TYPE_AT) != type) {
      return null;
    }
    return refusal(Http2Error.valueOf(frame.getUnsignedInt(frame.writerIndex() - CODE_BYTES)));
  }

  /// None for what ends a call that was one: its status has been counted. An internal error is what
  /// gRPC says of heads that it cannot make sense of.
  private static @Nullable Refusal refusal(@Nullable Http2Error code) {
    return switch (code) {
      case ENHANCE_YOUR_CALM -> Refusal.FLOOD;
      case REFUSED_STREAM -> Refusal.TOO_MANY_CALLS;
      case PROTOCOL_ERROR,
          INTERNAL_ERROR,
          FRAME_SIZE_ERROR,
          FLOW_CONTROL_ERROR,
          COMPRESSION_ERROR ->
          Refusal.PROTOCOL;
      case null, default -> null;
    };
  }
}
