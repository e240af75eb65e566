package io.jaegerstack.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// Writes to a connection from outside its event loop, and waits while the connection holds enough
/// already.
final class ChunkStream extends OutputStream {
  /// Largest piece written at once, so that a large array does not become one large native buffer.
  private static final int PIECE_BYTES = 32 * 1024;

  private final Channel channel;
  private final AtomicLong sent = new AtomicLong();
  private final Object writable = new Object();

  ChunkStream(Channel channel) {
    this.channel = channel;
  }

  long sent() {
    return sent.get();
  }

  void wake() {
    synchronized (writable) {
      writable.notifyAll();
    }
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int from = offset; from < offset + length; from += PIECE_BYTES) {
      awaitWritable();
      int to = Math.min(offset + length, from + PIECE_BYTES);
      var piece = Unpooled.wrappedBuffer(Arrays.copyOfRange(bytes, from, to));
      channel
          .writeAndFlush(new DefaultHttpContent(piece))
          .addListener(done -> sent.incrementAndGet());
    }
  }

  private void awaitWritable() throws IOException {
    synchronized (writable) {
      while (channel.isActive() && !channel.isWritable()) {
        try {
          writable.wait();
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted while the caller reads", interrupted);
        }
      }
    }
    if (!channel.isActive()) {
      throw new IOException("the caller is gone");
    }
  }
}
