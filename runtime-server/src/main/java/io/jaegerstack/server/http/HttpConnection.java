package io.jaegerstack.server.http;

import io.jaegerstack.server.http.HttpWatch.Refusal;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection, one call after the other. All its methods run on the connection's event loop.
///
/// Reading pauses while a call is in work, so that a caller who pipelines is held back by its own
/// socket. Each phase has a deadline that the bytes of a slow peer do not extend.
final class HttpConnection extends ChannelInboundHandlerAdapter {
  /// Asks the connection to close as soon as nothing is in work.
  enum Drain {
    NOW
  }

  /// How long a refused caller may take to read why, while what it still sends is thrown away.
  private static final Duration LINGER = Duration.ofSeconds(1);

  private enum Phase {
    HEAD,
    BODY,
    WORK,
    LEAVING
  }

  private final HttpContext context;
  private Phase phase = Phase.HEAD;
  private @Nullable PendingCall call;
  private @Nullable AnswerWriting writing;
  private @Nullable Future<?> timer;
  private long progressSeen;
  private long callSinceNanos;

  HttpConnection(HttpContext context) {
    this.context = context;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (context.isDraining()) {
      ctx.close();
      return;
    }
    arm(ctx, context.limits().headTime(), () -> tooSlow(ctx, Refusal.SLOW_HEAD));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (phase == Phase.HEAD && message instanceof HttpRequest request) {
        head(ctx, request);
      }
      if (phase == Phase.BODY && call != null && message instanceof HttpContent content) {
        content(ctx, call, content);
      }
    } catch (HttpFailure failure) {
      refuse(ctx, failure, Refusal.MALFORMED);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void head(ChannelHandlerContext ctx, HttpRequest request) {
    var pending =
        PendingCall.of(context, request, (InetSocketAddress) ctx.channel().remoteAddress());
    call = pending;
    callSinceNanos = System.nanoTime();
    phase = Phase.BODY;
    if (pending.mustRefuseNow()) {
      refuse(ctx, pending.failure(), pending.refusal());
      return;
    }
    if (pending.wantsContinue()) {
      ctx.writeAndFlush(Answers.goOn());
    }
    arm(ctx, context.limits().bodyTime(), () -> tooSlow(ctx, Refusal.SLOW_BODY));
  }

  private void content(ChannelHandlerContext ctx, PendingCall pending, HttpContent content) {
    if (content.decoderResult().isFailure()) {
      refuse(ctx, HttpFailure.badRequest("malformed body"), Refusal.MALFORMED);
      return;
    }
    pending.add(content.content());
    if (pending.mustRefuseNow()) {
      refuse(ctx, pending.failure(), pending.refusal());
    } else if (content instanceof LastHttpContent) {
      work(ctx, pending);
    }
  }

  private void work(ChannelHandlerContext ctx, PendingCall pending) {
    phase = Phase.WORK;
    ctx.channel().config().setAutoRead(false);
    var answer = new AnswerWriting(context, ctx.channel(), pending, this::finished);
    writing = answer;
    progressSeen = -1;
    armProgress(ctx, answer);
    if (pending.runsOnLoop()) {
      answer.writeWhole(pending.answer());
    } else {
      context.threads().newThread(answer).start();
    }
  }

  /// The answer is out, or cannot be.
  private void finished(Channel channel, boolean keepAlive) {
    if (channel.eventLoop().isShuttingDown()) {
      // The process is going; its loops take no more work, and the channel closes with them.
      channel.close();
      return;
    }
    if (!channel.eventLoop().inEventLoop()) {
      channel.eventLoop().execute(() -> finished(channel, keepAlive));
      return;
    }
    releaseCall();
    writing = null;
    if (!keepAlive || context.isDraining() || !channel.isActive()) {
      channel.close();
      return;
    }
    phase = Phase.HEAD;
    armOn(channel, context.limits().idleTime(), channel::close);
    // Later, not now: the next call may be waiting decoded, and answering it from here would nest.
    channel.eventLoop().execute(() -> channel.config().setAutoRead(true));
  }

  /// Says no and leaves: what follows on this connection cannot be trusted or is not wanted.
  private void refuse(ChannelHandlerContext ctx, HttpFailure failure, Refusal why) {
    phase = Phase.LEAVING;
    cancelTimer();
    releaseCall();
    context.watch().refused(why);
    context
        .warnings()
        .warn(
            "refused remote={} why={} status={}",
            ctx.channel().remoteAddress(),
            why,
            failure.status());
    ctx.writeAndFlush(Answers.refusal(context.errors(), failure))
        .addListener(
            written -> {
              if (ctx.channel() instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
              }
              arm(ctx, LINGER, ctx::close);
            });
  }

  private void tooSlow(ChannelHandlerContext ctx, Refusal why) {
    refuse(ctx, new HttpFailure(408, "request did not arrive in time"), why);
  }

  private void armProgress(ChannelHandlerContext ctx, AnswerWriting answer) {
    Duration stall = context.limits().stallTime();
    Duration left = callTimeLeft();
    arm(ctx, left.compareTo(stall) < 0 ? left : stall, () -> checkProgress(ctx, answer));
  }

  private Duration callTimeLeft() {
    return context.limits().callTime().minusNanos(System.nanoTime() - callSinceNanos);
  }

  private void checkProgress(ChannelHandlerContext ctx, AnswerWriting answer) {
    if (!callTimeLeft().isPositive()) {
      giveUp(ctx, Refusal.LONG_CALL);
      return;
    }
    var waiting = ctx.channel().unsafe().outboundBuffer();
    long progress =
        waiting == null ? 0 : answer.chunksOut() * (1L << 32) + waiting.currentProgress();
    if (waiting != null && waiting.totalPendingWriteBytes() > 0 && progress == progressSeen) {
      giveUp(ctx, Refusal.SLOW_READER);
      return;
    }
    progressSeen = progress;
    armProgress(ctx, answer);
  }

  private void giveUp(ChannelHandlerContext ctx, Refusal why) {
    context.watch().refused(why);
    context.warnings().warn("answer cut off remote={} why={}", ctx.channel().remoteAddress(), why);
    ctx.close();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (writing != null) {
      writing.wake();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    cancelTimer();
    if (phase == Phase.BODY) {
      context.watch().refused(Refusal.CUT_OFF);
    }
    if (phase != Phase.WORK) {
      releaseCall();
    }
    if (writing != null) {
      writing.wake();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == Drain.NOW && phase == Phase.HEAD) {
      ctx.close();
    }
  }

  /// A reset by the peer, mostly: nothing that we could do, and not worth a line.
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private void releaseCall() {
    if (call != null) {
      call.release();
      call = null;
    }
  }

  private void arm(ChannelHandlerContext ctx, Duration after, Runnable then) {
    armOn(ctx.channel(), after, then);
  }

  private void armOn(Channel channel, Duration after, Runnable then) {
    cancelTimer();
    timer = channel.eventLoop().schedule(then, after.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
