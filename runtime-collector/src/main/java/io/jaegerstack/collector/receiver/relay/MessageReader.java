package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.collector.receiver.PartialInput;
import io.jaegerstack.collector.receiver.UnfinishedBytes;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.relay.FrameHeader;
import io.jaegerstack.wire.relay.Hello;
import io.jaegerstack.wire.relay.MessageType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bytes of a connection to messages. The body of a frame goes into an array of its own as it
/// comes, which grows with what has come and not with what was promised, and counts against the
/// port's memory. While the connection is paused nothing is read, and nothing passed on that is
/// there already.
final class MessageReader extends ByteToMessageDecoder {
  /// Most that a frame gets before any of its body has come.
  private static final int FIRST_BYTES = 64 * 1024;

  private static final byte[] NOTHING = {};

  private final UnfinishedBytes unfinished;
  private final PartialInput partial;
  private final PausedReads paused;
  private final PartialInput kept;
  private final int mostBytes;
  private boolean isGreeted;
  private boolean isPaused;
  private boolean isRemoved;
  private @Nullable FrameHeader header;
  private byte[] body = NOTHING;
  private int filled;
  private long reservedBody;
  private @Nullable ChannelHandlerContext context;

  /// @param paused where what is there counts while nothing is passed on
  MessageReader(UnfinishedBytes unfinished, PausedReads paused, int mostBytes) {
    this.paused = paused;
    this.kept = new PartialInput(paused.bytes());
    this.unfinished = unfinished;
    this.partial = new PartialInput(unfinished);
    this.mostBytes = mostBytes;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (isPaused) {
      return;
    }
    if (header != null) {
      fill(ctx, in, out, header);
    } else if (isGreeted) {
      header(ctx, in, out);
    } else {
      hello(in, out);
    }
  }

  private void hello(ByteBuf in, List<Object> out) {
    if (in.readableBytes() < MessageType.PREFIX_BYTES) {
      return;
    }
    int length = MessageType.checkLength(in.getInt(in.readerIndex()), Hello.MAX_BYTES);
    checkType(in, MessageType.HELLO);
    if (in.readableBytes() < MessageType.LENGTH_BYTES + length) {
      return;
    }
    byte[] bytes = new byte[MessageType.LENGTH_BYTES + length];
    in.readBytes(bytes);
    partial.completed();
    isGreeted = true;
    out.add(new RelayMessage.Greeting(Hello.read(bytes, MessageType.PREFIX_BYTES, bytes.length)));
  }

  private static void checkType(ByteBuf in, int expected) {
    int type = in.getUnsignedByte(in.readerIndex() + MessageType.LENGTH_BYTES);
    if (type != expected) {
      throw WireFormatException.malformed(
          "message has type " + type + ", expected " + expected, MessageType.LENGTH_BYTES);
    }
  }

  private void header(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (in.readableBytes() < MessageType.PREFIX_BYTES) {
      return;
    }
    int length = MessageType.checkLength(in.getInt(in.readerIndex()), mostBytes);
    checkType(in, MessageType.FRAME);
    if (in.readableBytes() < FrameHeader.BYTES && length > FrameHeader.FIXED_BYTES) {
      return;
    }
    byte[] bytes = new byte[Math.min(FrameHeader.BYTES, in.readableBytes())];
    in.readBytes(bytes);
    FrameHeader read = FrameHeader.read(bytes, MessageType.PREFIX_BYTES, length);
    header = read;
    filled = 0;
    body = NOTHING;
    fill(ctx, in, out, read);
  }

  private void fill(ChannelHandlerContext ctx, ByteBuf in, List<Object> out, FrameHeader of) {
    while (filled < of.bodyBytes() && in.isReadable()) {
      boolean isFull = filled == body.length;
      if (isFull && !grow(ctx, of.bodyBytes())) {
        in.skipBytes(in.readableBytes());
        return;
      }
      int count = Math.min(in.readableBytes(), body.length - filled);
      in.readBytes(body, filled, count);
      filled += count;
    }
    if (filled == of.bodyBytes()) {
      out.add(new RelayMessage.Frame(of, body));
      header = null;
      partial.completed();
      releaseBody();
    }
  }

  /// Whether there was room for twice the bytes that have come, `most` of them at most.
  private boolean grow(ChannelHandlerContext ctx, int most) {
    int bytes = (int) Math.min(most, Math.max(FIRST_BYTES, 2L * body.length));
    if (!unfinished.reserve(bytes - reservedBody)) {
      ctx.fireUserEventTriggered(PartialInput.NoRoom.NOW);
      return false;
    }
    reservedBody = bytes;
    body = Arrays.copyOf(body, bytes);
    return true;
  }

  private void releaseBody() {
    body = NOTHING;
    unfinished.release(reservedBody);
    reservedBody = 0;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    int waiting = actualReadableBytes();
    boolean isPartial = waiting > 0 || header != null;
    long held = waiting == 0 ? 0 : internalBuffer().capacity();
    boolean hasRoom =
        partial.read(isPartial && !isPaused, isPaused ? 0 : held)
            & kept.read(false, isPaused ? held : 0);
    if (!hasRoom) {
      ctx.fireUserEventTriggered(PartialInput.NoRoom.NOW);
    }
    if (isPaused) {
      // The decoder's own would ask for another read where no message was passed on.
      discardSomeReadBytes();
      ctx.fireChannelReadComplete();
    } else {
      super.channelReadComplete(ctx);
    }
  }

  /// From now on nothing is passed on and nothing is read.
  void pause() {
    if (!isPaused && !isRemoved && context != null) {
      isPaused = true;
      paused.paused();
      context.channel().config().setAutoRead(false);
    }
  }

  /// What is there already is passed on first, from a task of its own; more is read where that did
  /// not pause again.
  void resume() {
    ChannelHandlerContext ctx = context;
    if (isPaused && !isRemoved && ctx != null) {
      isPaused = false;
      paused.resumed();
      ctx.executor().execute(() -> readOn(ctx));
    }
  }

  private void readOn(ChannelHandlerContext ctx) {
    if (isPaused || !ctx.channel().isActive() || ctx.isRemoved()) {
      return;
    }
    try {
      channelRead(ctx, Unpooled.EMPTY_BUFFER);
      channelReadComplete(ctx);
    } catch (Exception broken) {
      ctx.fireExceptionCaught(broken);
    }
    ctx.channel().config().setAutoRead(!isPaused);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    releaseBody();
    partial.release();
    kept.release();
    if (isPaused && !isRemoved) {
      paused.resumed();
    }
    isRemoved = true;
  }

  /// How long the message that is not complete has been coming in; 0 where there is none.
  long partialNanos() {
    return partial.nanos();
  }
}
