package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.collector.receiver.UnfinishedBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.concurrent.atomic.AtomicInteger;

/// What connections have read that are not read on for now, over all of them. It is counted apart
/// from messages that are being read, so that many agents that wait take no room from those who do
/// not; and while any waits, all read little at a time, because what is left of a read is held for
/// as long as its connection waits. Safe for all threads.
final class PausedReads {
  /// Bodies are copied out as they come, so that a large buffer is not kept by a slow sender.
  private static final int LARGEST = 128 * 1024;

  private static final int LARGEST_IN_CROWD = 16 * 1024;

  private final UnfinishedBytes bytes;
  private final AtomicInteger connections = new AtomicInteger();

  PausedReads(long mostBytes) {
    this.bytes = new UnfinishedBytes(mostBytes);
  }

  UnfinishedBytes bytes() {
    return bytes;
  }

  void paused() {
    connections.incrementAndGet();
  }

  void resumed() {
    connections.decrementAndGet();
  }

  /// How much is read at a time: as much as comes, within what others leave.
  RecvByteBufAllocator sizes() {
    return new AdaptiveRecvByteBufAllocator(2 * 1024, LARGEST_IN_CROWD, LARGEST) {
      @Override
      @SuppressWarnings("deprecation") // The way in that Netty calls.
      public Handle newHandle() {
        return new Sizes((ExtendedHandle) super.newHandle());
      }
    };
  }

  private final class Sizes extends RecvByteBufAllocator.DelegatingHandle
      implements RecvByteBufAllocator.ExtendedHandle {
    private final RecvByteBufAllocator.ExtendedHandle usual;

    Sizes(RecvByteBufAllocator.ExtendedHandle usual) {
      super(usual);
      this.usual = usual;
    }

    @Override
    public int guess() {
      int size = super.guess();
      return connections.get() > 0 ? Math.min(size, LARGEST_IN_CROWD) : size;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      return allocator.ioBuffer(guess());
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier mayHaveMore) {
      return usual.continueReading(mayHaveMore);
    }
  }
}
