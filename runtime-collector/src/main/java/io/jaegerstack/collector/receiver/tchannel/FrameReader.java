package io.jaegerstack.collector.receiver.tchannel;

import io.jaegerstack.collector.receiver.PartialInput;
import io.jaegerstack.collector.receiver.UnfinishedBytes;
import io.jaegerstack.wire.tchannel.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/// Bytes of a connection to frames. A frame that is not complete counts against the port's memory
/// with the whole buffer that it keeps alive, and its age is told, so that somebody can end it.
///
/// While the peer does not read its answers nothing is read from it, nor are frames passed on that
/// are there already.
final class FrameReader extends ByteToMessageDecoder {
  private final PartialInput partial;

  FrameReader(UnfinishedBytes unfinished) {
    this.partial = new PartialInput(unfinished);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (in.readableBytes() < Frame.SIZE_BYTES || !ctx.channel().isWritable()) {
      return;
    }
    int size = in.getUnsignedShort(in.readerIndex());
    Frame.checkSize(size);
    if (in.readableBytes() < size) {
      return;
    }
    var bytes = new byte[size];
    in.readBytes(bytes);
    partial.completed();
    out.add(new Frame(bytes));
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    int waiting = actualReadableBytes();
    boolean isPaused = !ctx.channel().isWritable();
    long held = waiting == 0 ? 0 : internalBuffer().capacity();
    if (!partial.read(waiting > 0 && !isPaused, held)) {
      ctx.fireUserEventTriggered(PartialInput.NoRoom.NOW);
    }
    if (isPaused) {
      // The decoder's own would ask for another read where no frame was passed on.
      discardSomeReadBytes();
      ctx.fireChannelReadComplete();
    } else {
      super.channelReadComplete(ctx);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      ctx.executor().execute(() -> resume(ctx.channel()));
    } else {
      ctx.channel().config().setAutoRead(false);
    }
    ctx.fireChannelWritabilityChanged();
  }

  /// Frames that are there first, more bytes only where the answers to those were taken.
  private static void resume(Channel channel) {
    if (channel.isActive() && channel.isWritable()) {
      channel.pipeline().fireChannelRead(Unpooled.EMPTY_BUFFER).fireChannelReadComplete();
      channel.config().setAutoRead(channel.isWritable());
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    partial.release();
  }

  /// How long the frame that is not complete has been coming in; 0 where there is none.
  long partialNanos() {
    return partial.nanos();
  }
}
