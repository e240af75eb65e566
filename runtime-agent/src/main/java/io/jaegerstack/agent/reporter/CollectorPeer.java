package io.jaegerstack.agent.reporter;

import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.tchannel.CallResponse;
import io.jaegerstack.wire.tchannel.ErrorCode;
import io.jaegerstack.wire.tchannel.ErrorMessage;
import io.jaegerstack.wire.tchannel.Frame;
import io.jaegerstack.wire.tchannel.FrameType;
import io.jaegerstack.wire.tchannel.InitMessage;
import io.jaegerstack.wire.tchannel.ThriftCalls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One connection to a collector over TChannel. Its last handler: gets whole frames.
final class CollectorPeer extends SimpleChannelInboundHandler<ByteBuf> {
  private static final String CALLER = "jaeger-agent";
  private static final String SERVICE = "jaeger-collector";
  private static final String CLOSED = "connection was closed";
  private static final int INIT_ID = 1;

  /// Largest answer taken; one has a few bytes for each batch.
  private static final int MAX_ANSWER_BYTES = 4 << 20;

  private final Runnable closed;
  private final CompletableFuture<InitMessage> initialized = new CompletableFuture<>();
  private final AtomicInteger ids = new AtomicInteger(INIT_ID);
  private final Map<Integer, CompletableFuture<CallResponse>> waiting = new ConcurrentHashMap<>();

  /// Answers whose last frame is not there yet; of the event loop alone.
  private final Map<Integer, CallResponse> partial = new HashMap<>();

  private final String version;
  private volatile @Nullable Channel channel;
  private volatile boolean retired;

  /// @param closed run once the connection is gone
  CollectorPeer(String version, Runnable closed) {
    this.version = version;
    this.closed = closed;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    channel = ctx.channel();
    write(
        ctx.channel(),
        InitMessage.of(InitMessage.NOT_LISTENING, CALLER, version)
            .toFrame(FrameType.INIT_REQUEST, INIT_ID));
  }

  /// Waits for the other side's init message.
  void awaitInitialized(Duration timeout) throws CallFailedException {
    await(initialized, timeout, "init message");
  }

  /// Calls `method` and waits for its result.
  CallResponse call(String method, byte[] arguments, Duration timeout) throws CallFailedException {
    Channel open = channel;
    if (open == null) {
      throw CallFailedException.notSent("connection is not open yet");
    }
    int id = ids.updateAndGet(last -> last == Integer.MAX_VALUE ? INIT_ID + 1 : last + 1);
    var answer = new CompletableFuture<CallResponse>();
    waiting.put(id, answer);
    try {
      if (!open.isActive()) {
        throw CallFailedException.notSent(CLOSED);
      }
      List<Frame> frames =
          ThriftCalls.request(id, timeout.toMillis(), CALLER, SERVICE, method, arguments);
      frames.forEach(
          frame -> open.write(Unpooled.wrappedBuffer(frame.bytes()), open.voidPromise()));
      open.flush();
      if (!open.isActive()) {
        throw CallFailedException.unanswered(ErrorCode.NETWORK, CLOSED);
      }
      return await(answer, timeout, method);
    } finally {
      waiting.remove(id);
      if (!answer.isDone()) {
        open.eventLoop().execute(() -> partial.remove(id));
      }
      closeIfUnused();
    }
  }

  private static <T> T await(CompletableFuture<T> result, Duration timeout, String what)
      throws CallFailedException {
    try {
      return result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof CallFailedException known
          ? known
          : CallFailedException.unanswered(ErrorCode.UNEXPECTED, String.valueOf(failed.getCause()));
    } catch (TimeoutException late) {
      throw CallFailedException.unanswered(
          ErrorCode.TIMEOUT, "no answer to %s within %s".formatted(what, timeout));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw CallFailedException.unanswered(ErrorCode.NETWORK, "interrupted");
    }
  }

  /// No more calls; closes when those under way have ended.
  void retire() {
    retired = true;
    closeIfUnused();
  }

  private void closeIfUnused() {
    if (retired && waiting.isEmpty()) {
      close();
    }
  }

  void close() {
    Channel open = channel;
    if (open != null) {
      open.close();
    }
  }

  boolean isOpen() {
    Channel open = channel;
    return open != null && open.isActive();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
    var frame = new Frame(ByteBufUtil.getBytes(bytes));
    switch (frame.type()) {
      case FrameType.INIT_RESPONSE -> initialized.complete(InitMessage.read(frame));
      case FrameType.CALL_RESPONSE -> answer(frame.id(), read(frame));
      case FrameType.CALL_RESPONSE_CONTINUE -> more(frame);
      case FrameType.ERROR -> error(ctx, frame);
      case FrameType.PING_REQUEST ->
          write(ctx.channel(), Frame.empty(FrameType.PING_RESPONSE, frame.id()));
      default -> {}
    }
  }

  private static CallResponse read(Frame frame) {
    return CallResponse.read(frame, MAX_ANSWER_BYTES);
  }

  private void more(Frame frame) {
    CallResponse begun = partial.remove(frame.id());
    if (begun != null) {
      begun.arguments().add(frame);
      answer(frame.id(), begun);
    }
  }

  private void answer(int id, CallResponse response) {
    CompletableFuture<CallResponse> call = waiting.get(id);
    if (call == null) {
      return;
    }
    if (response.arguments().isComplete()) {
      call.complete(response);
    } else {
      partial.put(id, response);
    }
  }

  private void error(ChannelHandlerContext ctx, Frame frame) {
    var failure = CallFailedException.answered(ErrorMessage.read(frame));
    CompletableFuture<CallResponse> call = waiting.get(frame.id());
    if (call != null) {
      call.completeExceptionally(failure);
    } else if (frame.id() == Frame.NO_ID || !initialized.isDone()) {
      failAll(failure);
      ctx.close();
    }
  }

  private void failAll(CallFailedException why) {
    initialized.completeExceptionally(why);
    waiting.values().forEach(call -> call.completeExceptionally(why));
  }

  private static void write(Channel to, Frame frame) {
    to.writeAndFlush(Unpooled.wrappedBuffer(frame.bytes()), to.voidPromise());
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    failAll(CallFailedException.unanswered(ErrorCode.NETWORK, CLOSED));
    partial.clear();
    closed.run();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Throwable why = cause.getCause() instanceof WireFormatException broken ? broken : cause;
    failAll(CallFailedException.unanswered(ErrorCode.NETWORK, String.valueOf(why)));
    ctx.close();
  }
}
