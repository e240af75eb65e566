package io.jaegerstack.collector.receiver.tchannel;

import io.jaegerstack.collector.receiver.PartialInput;
import io.jaegerstack.collector.receiver.tchannel.TChannelCounts.Closed;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.tchannel.CallRequest;
import io.jaegerstack.wire.tchannel.ErrorCode;
import io.jaegerstack.wire.tchannel.ErrorMessage;
import io.jaegerstack.wire.tchannel.Frame;
import io.jaegerstack.wire.tchannel.FrameType;
import io.jaegerstack.wire.tchannel.InitMessage;
import io.jaegerstack.wire.tchannel.ThriftCalls;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection, from its init message on. All methods run on its event loop.
///
/// Reading pauses while the peer does not read its answers, and ends where that lasts. Whoever
/// breaks the protocol is told so and hung up on; a call that is wrong costs only itself.
final class TChannelConnection extends ChannelInboundHandlerAdapter {
  /// Asks the connection to close as soon as no call is open.
  enum Drain {
    NOW
  }

  private final TChannelServer server;
  private final FrameReader frames;
  private final OpenCalls open;
  private final Answers answers = new Answers();
  private int inWork;
  private boolean isInitialized;
  private boolean isEnding;
  private long acceptedAt;
  private long lastFrameAt;
  private boolean isPinged;
  private boolean isUnread;
  private long unreadSince;
  private @Nullable Future<?> ticks;

  TChannelConnection(TChannelServer server, FrameReader frames) {
    this.server = server;
    this.frames = frames;
    this.open = new OpenCalls(server.unfinishedCalls(), server.limits().openCalls());
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    acceptedAt = System.nanoTime();
    lastFrameAt = acceptedAt;
    long tick = server.limits().tick().toNanos();
    ticks = ctx.executor().scheduleAtFixedRate(() -> tick(ctx), tick, tick, TimeUnit.NANOSECONDS);
    if (server.isDraining()) {
      ctx.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (isEnding || !(message instanceof Frame frame)) {
      return;
    }
    lastFrameAt = System.nanoTime();
    isPinged = false;
    try {
      if (isInitialized) {
        frame(ctx, frame);
      } else {
        init(ctx, frame);
      }
    } catch (WireFormatException broken) {
      end(ctx, Closed.PROTOCOL, String.valueOf(broken.getMessage()));
    }
  }

  private void init(ChannelHandlerContext ctx, Frame frame) {
    if (frame.type() != FrameType.INIT_REQUEST) {
      end(ctx, Closed.PROTOCOL, "first frame has type %d, expected init".formatted(frame.type()));
      return;
    }
    InitMessage.read(frame);
    isInitialized = true;
    write(ctx, server.init(ctx.channel()).toFrame(FrameType.INIT_RESPONSE, frame.id()));
  }

  private void frame(ChannelHandlerContext ctx, Frame frame) {
    switch (frame.type()) {
      case FrameType.CALL_REQUEST -> call(ctx, frame);
      case FrameType.CALL_REQUEST_CONTINUE -> more(ctx, frame);
      case FrameType.PING_REQUEST -> write(ctx, Frame.empty(FrameType.PING_RESPONSE, frame.id()));
      case FrameType.CANCEL -> cancel(ctx, frame.id());
      case FrameType.PING_RESPONSE, FrameType.CLAIM, FrameType.ERROR -> {}
      default -> end(ctx, Closed.PROTOCOL, "unexpected frame of type " + frame.type());
    }
  }

  private void call(ChannelHandlerContext ctx, Frame frame) {
    int id = frame.id();
    if (open.has(id)) {
      end(ctx, Closed.PROTOCOL, "call %d is open already".formatted(id));
      return;
    }
    CallRequest request;
    try {
      request = CallRequest.read(frame, server.limits().callBytes());
    } catch (WireFormatException malformed) {
      fail(ctx, id, new ErrorMessage(ErrorCode.BAD_REQUEST, message(malformed)));
      return;
    }
    var refusal = server.calls().refusal(request);
    if (refusal.isPresent()) {
      fail(ctx, id, refusal.get());
    } else if (server.isDraining()) {
      fail(ctx, id, error(request, ErrorCode.DECLINED, "the collector is shutting down"));
    } else if (request.arguments().isComplete()) {
      answer(ctx, id, request);
    } else if (!open.open(frame, request, deadline(request))) {
      fail(ctx, id, error(request, ErrorCode.BUSY, "too many calls are open"));
    }
  }

  private long deadline(CallRequest request) {
    long ttl = TimeUnit.MILLISECONDS.toNanos(request.ttlMillis());
    return System.nanoTime() + Math.min(ttl, server.limits().callTime().toNanos());
  }

  /// A frame of a call that is not open belongs to one that was refused, or cancelled.
  private void more(ChannelHandlerContext ctx, Frame frame) {
    int id = frame.id();
    CallRequest request = open.get(id);
    if (request == null) {
      return;
    }
    if (!open.grow(frame)) {
      open.remove(id);
      fail(ctx, id, error(request, ErrorCode.BUSY, "no memory for the rest of the call"));
      return;
    }
    try {
      request.arguments().add(frame);
    } catch (WireFormatException malformed) {
      open.remove(id);
      fail(ctx, id, error(request, ErrorCode.BAD_REQUEST, message(malformed)));
      return;
    }
    if (request.arguments().isComplete()) {
      open.remove(id);
      answer(ctx, id, request);
    }
  }

  private void answer(ChannelHandlerContext ctx, int id, CallRequest request) {
    inWork++;
    server.calls().answer(request, answer -> answered(ctx, id, request, answer));
  }

  /// On any thread.
  private void answered(
      ChannelHandlerContext ctx, int id, CallRequest request, TChannelCalls.Answer answer) {
    if (ctx.executor().inEventLoop()) {
      reply(ctx, id, request, answer);
      return;
    }
    ctx.executor()
        .execute(
            () -> {
              reply(ctx, id, request, answer);
              flush(ctx);
            });
  }

  private void reply(
      ChannelHandlerContext ctx, int id, CallRequest request, TChannelCalls.Answer answer) {
    inWork--;
    switch (answer) {
      case TChannelCalls.Answer.Result(byte[] struct) -> {
        server.counts().answered();
        ThriftCalls.response(id, request, struct).forEach(frame -> write(ctx, frame));
      }
      case TChannelCalls.Answer.Failure(var code, var message) ->
          fail(ctx, id, error(request, code, message));
    }
    closeIfDrained(ctx);
  }

  private void cancel(ChannelHandlerContext ctx, int id) {
    CallRequest request = open.remove(id);
    if (request != null) {
      fail(ctx, id, error(request, ErrorCode.CANCELLED, "cancelled by the caller"));
    }
  }

  private static String message(WireFormatException malformed) {
    return String.valueOf(malformed.getMessage());
  }

  private static ErrorMessage error(CallRequest request, ErrorCode code, String message) {
    return new ErrorMessage(code, request.tracing(), message);
  }

  private void fail(ChannelHandlerContext ctx, int id, ErrorMessage error) {
    server.counts().failed(error.code());
    write(ctx, error.toFrame(id));
    closeIfDrained(ctx);
  }

  /// Flushed when the bytes that were read are used up.
  private void write(ChannelHandlerContext ctx, Frame frame) {
    answers.add(ctx, frame);
  }

  private void flush(ChannelHandlerContext ctx) {
    answers.write(ctx);
    ctx.flush();
  }

  /// Says why, and hangs up.
  private void end(ChannelHandlerContext ctx, Closed why, String detail) {
    if (isEnding) {
      return;
    }
    isEnding = true;
    server.counts().closed(why, ctx.channel().remoteAddress(), detail);
    ErrorCode code =
        switch (why) {
          case NO_MEMORY, TOO_MANY_CONNECTIONS -> ErrorCode.BUSY;
          case SLOW_INIT, SLOW_FRAME, SLOW_READER, GONE -> ErrorCode.TIMEOUT;
          case PROTOCOL -> ErrorCode.PROTOCOL;
        };
    open.removeAll();
    write(ctx, new ErrorMessage(code, detail).toFrame(Frame.NO_ID));
    closeBehindAnswers(ctx);
  }

  private void closeBehindAnswers(ChannelHandlerContext ctx) {
    answers.write(ctx);
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  private void tick(ChannelHandlerContext ctx) {
    long now = System.nanoTime();
    TChannelLimits limits = server.limits();
    if (isEnding) {
      ctx.close();
    } else if (isUnread && now - unreadSince > limits.readTime().toNanos()) {
      end(ctx, Closed.SLOW_READER, "answers were not read in time");
    } else if (!isInitialized && now - acceptedAt > limits.initTime().toNanos()) {
      end(ctx, Closed.SLOW_INIT, "no init message in time");
    } else if (frames.partialNanos() > limits.callTime().toNanos()) {
      end(ctx, Closed.SLOW_FRAME, "frame did not end in time");
    } else if (isPinged
        && now - lastFrameAt > limits.quietTime().plus(limits.pingTime()).toNanos()) {
      end(ctx, Closed.GONE, "no answer to a ping");
    } else if (isInitialized && !isPinged && now - lastFrameAt > limits.quietTime().toNanos()) {
      isPinged = true;
      write(ctx, Frame.empty(FrameType.PING_REQUEST, 0));
    }
    for (int id : open.late(now)) {
      CallRequest late = open.remove(id);
      if (late != null) {
        fail(ctx, id, error(late, ErrorCode.TIMEOUT, "call did not end in time"));
      }
    }
    flush(ctx);
  }

  /// A frame that is coming in may be a call: it is answered first.
  private void closeIfDrained(ChannelHandlerContext ctx) {
    if (server.isDraining() && open.isEmpty() && inWork == 0 && frames.partialNanos() == 0) {
      closeBehindAnswers(ctx);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    flush(ctx);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    isUnread = !ctx.channel().isWritable();
    unreadSince = System.nanoTime();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == PartialInput.NoRoom.NOW) {
      end(ctx, Closed.NO_MEMORY, "no memory for the rest of the frame");
    } else if (event == Drain.NOW) {
      closeIfDrained(ctx);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (ticks != null) {
      ticks.cancel(false);
    }
    open.removeAll();
    server.closed();
  }

  /// Bytes that are no frames, or a peer that reset the connection.
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof DecoderException
        && cause.getCause() instanceof WireFormatException broken) {
      end(ctx, Closed.PROTOCOL, message(broken));
      return;
    }
    ctx.close();
  }
}
