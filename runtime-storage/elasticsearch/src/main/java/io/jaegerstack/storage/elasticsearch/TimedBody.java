package io.jaegerstack.storage.elasticsearch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The body of an answer that is read as it arrives. A server that stops in the middle of it does
/// not keep its reader. For one reader.
final class TimedBody extends FilterInputStream {
  private final Duration most;
  private volatile boolean isReading;
  private volatile long readingSince;
  private volatile boolean isLate;
  private volatile boolean isClosed;

  private TimedBody(InputStream body, Duration most) {
    super(body);
    this.most = most;
  }

  /// @param most the longest wait for the next bytes; zero for no end
  static InputStream of(InputStream body, Duration most) {
    if (most.isZero()) {
      return body;
    }
    var timed = new TimedBody(body, most);
    timed.lookLater(most.toNanos());
    return timed;
  }

  private void lookLater(long nanos) {
    CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(this::look);
  }

  private void look() {
    long waited = isReading ? System.nanoTime() - readingSince : 0;
    if (isClosed) {
      return;
    }
    if (waited < most.toNanos()) {
      lookLater(most.toNanos() - waited);
      return;
    }
    isLate = true;
    try {
      in.close();
    } catch (IOException closing) {
      // The reader is told by what it reads.
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    readingSince = System.nanoTime();
    isReading = true;
    try {
      int read = in.read(into, offset, length);
      if (isLate) {
        throw new IOException("the answer was cut off");
      }
      return read;
    } catch (IOException broken) {
      throw isLate ? new IOException("no more of the answer within " + most, broken) : broken;
    } finally {
      isReading = false;
    }
  }

  @Override
  public void close() throws IOException {
    isClosed = true;
    super.close();
  }
}
