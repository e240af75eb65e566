package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.wire.relay.Receipt;
import io.jaegerstack.wire.relay.Receipts;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Receipts of one connection on their way from whoever settles frames to its event loop, which
/// writes those that have come together in one message. Adding is for every thread, all else for
/// the event loop.
final class ReceiptOutbox {
  private record Answered(OpenFrame frame, Receipt receipt) {}

  private final Queue<Answered> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isDue = new AtomicBoolean();
  private final ChannelHandlerContext ctx;
  private final Runnable written;
  private int frames;
  private long bytes;

  /// @param written run on the event loop after receipts were written
  ReceiptOutbox(ChannelHandlerContext ctx, Runnable written) {
    this.ctx = ctx;
    this.written = written;
  }

  /// Opens a frame.
  void opened(OpenFrame frame) {
    frames++;
    bytes += frame.bytes();
  }

  /// Whose receipts they are.
  Object remote() {
    return String.valueOf(ctx.channel().remoteAddress());
  }

  /// Frames without a written receipt.
  int frames() {
    return frames;
  }

  /// Their bytes.
  long bytes() {
    return bytes;
  }

  void add(OpenFrame frame, Receipt receipt) {
    waiting.add(new Answered(frame, receipt));
    if (isDue.compareAndSet(false, true)) {
      try {
        ctx.executor().execute(this::write);
      } catch (RejectedExecutionException ended) {
        waiting.clear(); // The process ends, and with it the connection.
      }
    }
  }

  private void write() {
    isDue.set(false);
    List<Receipt> receipts = new ArrayList<>();
    for (Answered next = waiting.poll(); next != null; next = waiting.poll()) {
      frames--;
      bytes -= next.frame().bytes();
      receipts.add(next.receipt());
      if (receipts.size() == Receipts.MOST) {
        write(receipts);
        receipts.clear();
      }
    }
    if (!receipts.isEmpty()) {
      write(receipts);
    }
    ctx.flush();
    written.run();
  }

  private void write(List<Receipt> receipts) {
    if (ctx.channel().isActive()) {
      ctx.write(Unpooled.wrappedBuffer(Receipts.toBytes(receipts)), ctx.voidPromise());
    }
  }
}
