package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.collector.receiver.PartialInput;
import io.jaegerstack.collector.receiver.relay.RelayCounts.Closed;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.relay.FrameHeader;
import io.jaegerstack.wire.relay.GoAway;
import io.jaegerstack.wire.relay.Hello;
import io.jaegerstack.wire.relay.MessageType;
import io.jaegerstack.wire.relay.Receipt;
import io.jaegerstack.wire.relay.Welcome;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One agent's connection, from its hello on. All methods run on its event loop.
///
/// Nothing is read while a frame waits for room, while the window is used up, or while receipts are
/// not read. Whoever breaks the protocol is hung up on; a frame that is wrong costs only itself.
final class RelayConnection extends ChannelInboundHandlerAdapter {
  /// Asks the agent to go elsewhere, because the port closes.
  enum Drain {
    NOW
  }

  private static final Duration DRAIN_TICK = Duration.ofMillis(50);

  /// For an agent to close by itself when the port does.
  private static final long DRAIN_GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final RelayServer server;
  private final MessageReader reader;
  private @Nullable ReceiptOutbox outbox;
  private @Nullable ParkedFrame parked;
  private @Nullable String tenant;
  private boolean isEnding;
  private long acceptedAt;
  private long lastWriteAt;
  private boolean isUnread;
  private long unreadSince;
  private boolean isSentAway;
  private long sentAwayAt;
  private long age;
  private @Nullable Future<?> ticks;

  RelayConnection(RelayServer server, MessageReader reader) {
    this.server = server;
    this.reader = reader;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    acceptedAt = System.nanoTime();
    lastWriteAt = acceptedAt;
    age = server.nextAge().toNanos();
    outbox = new ReceiptOutbox(ctx, this::receiptsWritten);
    parked = new ParkedFrame(server.pipeline(), ctx.executor(), this::updateReading);
    tickEvery(ctx, server.limits().times().tick());
    if (server.isDraining()) {
      drain(ctx);
    }
  }

  private void tickEvery(ChannelHandlerContext ctx, Duration tick) {
    if (ticks != null) {
      ticks.cancel(false);
    }
    long nanos = tick.toNanos();
    ticks = ctx.executor().scheduleAtFixedRate(() -> tick(ctx), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (isEnding) {
      return;
    }
    switch (message) {
      case RelayMessage.Greeting(Hello hello) -> greet(ctx, hello);
      case RelayMessage.Frame frame -> frame(frame);
      default -> throw new IllegalStateException("unexpected " + message.getClass());
    }
  }

  private void greet(ChannelHandlerContext ctx, Hello hello) {
    if (hello.version() < Hello.VERSION) {
      String why = "agent speaks version " + hello.version() + ", expected at least 1";
      refuse(ctx, Welcome.Status.VERSION, Closed.VERSION, why);
      return;
    }
    if (server.isDraining()) {
      String why = "the collector is shutting down";
      refuse(ctx, Welcome.Status.SHUTTING_DOWN, Closed.SHUTTING_DOWN, why);
      return;
    }
    String refusal = server.tenantRefusal(hello.tenant());
    if (!refusal.isEmpty()) {
      refuse(ctx, Welcome.Status.TENANT, Closed.TENANT, refusal);
      return;
    }
    tenant = hello.tenant();
    RelayLimits limits = server.limits();
    write(ctx, Welcome.of(limits.messageBytes(), limits.windowBytes()).toBytes());
  }

  private void refuse(
      ChannelHandlerContext ctx, Welcome.Status status, Closed why, String message) {
    write(ctx, Welcome.refusal(status, message).toBytes());
    end(ctx, why, message);
  }

  private void frame(RelayMessage.Frame frame) {
    ReceiptOutbox receipts = outbox;
    ParkedFrame room = parked;
    if (receipts == null || room == null || tenant == null) {
      return;
    }
    FrameHeader header = frame.header();
    var open = new OpenFrame(receipts, header.id(), header.spans(), header.messageBytes());
    receipts.opened(open);
    if (server.isDraining()) {
      String why = "the collector is shutting down";
      open.answer(Receipt.comeBack(open.id(), 0, 0, Duration.ZERO, why));
      return;
    }
    server
        .frames()
        .come(tenant, open, frame)
        .ifPresent(work -> room.offer(work, server.limits().times().room()));
    updateReading();
  }

  /// Reads, or stops reading, as the state of the connection wants it.
  private void updateReading() {
    ReceiptOutbox receipts = outbox;
    ParkedFrame room = parked;
    if (receipts == null || room == null) {
      return;
    }
    boolean isFull =
        receipts.bytes() >= server.limits().windowBytes()
            || receipts.frames() >= server.limits().openFrames();
    if (isEnding || isUnread || isFull || room.isThere()) {
      reader.pause();
    } else {
      reader.resume();
    }
  }

  private void receiptsWritten() {
    lastWriteAt = System.nanoTime();
    updateReading();
  }

  private void write(ChannelHandlerContext ctx, byte[] message) {
    lastWriteAt = System.nanoTime();
    ctx.writeAndFlush(Unpooled.wrappedBuffer(message), ctx.voidPromise());
  }

  /// Hangs up, behind what was written.
  private void end(ChannelHandlerContext ctx, Closed why, String detail) {
    if (isEnding) {
      return;
    }
    isEnding = true;
    server.counts().closed(why, ctx.channel().remoteAddress(), detail);
    reader.pause();
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  private void tick(ChannelHandlerContext ctx) {
    long now = System.nanoTime();
    RelayLimits.Times times = server.limits().times();
    ReceiptOutbox receipts = outbox;
    if (isEnding || receipts == null || parked == null) {
      ctx.close();
    } else if (isUnread && now - unreadSince > times.read().toNanos()) {
      end(ctx, Closed.SLOW_READER, "receipts were not read in time");
    } else if (tenant == null && now - acceptedAt > times.hello().toNanos()) {
      end(ctx, Closed.SLOW_HELLO, "no hello in time");
    } else if (reader.partialNanos() > times.frame().toNanos()) {
      end(ctx, Closed.SLOW_FRAME, "message did not end in time");
    } else {
      parked.retry();
      keep(ctx, now, receipts.frames() > 0);
    }
  }

  private void keep(ChannelHandlerContext ctx, long now, boolean hasWork) {
    RelayLimits.Times times = server.limits().times();
    if (hasWork && now - lastWriteAt >= times.heartbeat().toNanos()) {
      write(ctx, MessageType.heartbeat());
    }
    if (!isSentAway && tenant != null && age > 0 && now - acceptedAt > age) {
      sendAway(ctx, "connection age");
    }
    long grace = server.isDraining() ? DRAIN_GRACE_NANOS : times.grace().toNanos();
    if (isSentAway && !hasWork && now - Math.max(sentAwayAt, lastWriteAt) > grace) {
      end(ctx, Closed.STAYED, "did not close in time");
    }
  }

  private void sendAway(ChannelHandlerContext ctx, String why) {
    isSentAway = true;
    sentAwayAt = System.nanoTime();
    write(ctx, new GoAway(why).toBytes());
  }

  private void drain(ChannelHandlerContext ctx) {
    if (tenant == null) {
      ctx.close();
      return;
    }
    if (parked != null) {
      parked.giveUp("the collector is shutting down");
    }
    sendAway(ctx, "the collector is shutting down");
    tickEvery(ctx, DRAIN_TICK);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    isUnread = !ctx.channel().isWritable();
    unreadSince = System.nanoTime();
    updateReading();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == PartialInput.NoRoom.NOW) {
      end(ctx, Closed.NO_MEMORY, "no memory for the rest of the message");
    } else if (event == Drain.NOW) {
      drain(ctx);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (ticks != null) {
      ticks.cancel(false);
    }
    isEnding = true;
    if (parked != null) {
      parked.giveUp("the connection is gone");
    }
    server.closed();
  }

  /// Bytes that are no messages, or a peer that reset the connection.
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof DecoderException
        && cause.getCause() instanceof WireFormatException broken) {
      end(ctx, Closed.PROTOCOL, String.valueOf(broken.getMessage()));
      return;
    }
    ctx.close();
  }
}
