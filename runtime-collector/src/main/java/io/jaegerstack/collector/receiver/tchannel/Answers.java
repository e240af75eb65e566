package io.jaegerstack.collector.receiver.tchannel;

import io.jaegerstack.wire.tchannel.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/// What one connection is answered, small frames together in one buffer: a pong of 16 bytes that
/// waited on its own would cost 30 times as much.
final class Answers {
  private static final int BUFFER_BYTES = 8 * 1024;

  private @Nullable ByteBuf waiting;

  /// Written by the next [#write], or before where there is a buffer full.
  void add(ChannelHandlerContext ctx, Frame frame) {
    byte[] bytes = frame.bytes();
    if (waiting != null && waiting.readableBytes() + bytes.length > BUFFER_BYTES) {
      write(ctx);
    }
    if (bytes.length >= BUFFER_BYTES) {
      ctx.write(Unpooled.wrappedBuffer(bytes), ctx.voidPromise());
      return;
    }
    if (waiting == null) {
      waiting = Unpooled.buffer(Math.max(bytes.length, 64));
    }
    waiting.writeBytes(bytes);
  }

  /// Hands over all there is; the caller flushes.
  void write(ChannelHandlerContext ctx) {
    ByteBuf full = waiting;
    if (full != null) {
      waiting = null;
      ctx.write(full, ctx.voidPromise());
    }
  }
}
