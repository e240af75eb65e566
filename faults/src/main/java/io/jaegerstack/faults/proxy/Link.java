package io.jaegerstack.faults.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// One connection through a proxy: two sockets and a thread for each direction.
final class Link {
  private static final int PIECE = 16 * 1024;

  private final Socket client;
  private final Socket server = new Socket();
  private final FaultLog log;
  private final Consumer<Link> ended;
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger open = new AtomicInteger(2);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private TcpFault rule;
  private boolean dead;
  private final long[] passed = new long[Direction.values().length];

  Link(Socket client, TcpFault rule, FaultLog log, Consumer<Link> ended) {
    this.client = client;
    this.rule = rule;
    this.log = log;
    this.ended = ended;
  }

  /// Connects to `port` and passes data until either side is gone.
  void open(int port) {
    try {
      server.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    } catch (IOException nobody) {
      log.say("nobody at " + port + ": " + nobody.getMessage());
      reset();
      return;
    }
    Thread.ofVirtual().start(() -> pump(Direction.TO_SERVER, client, server));
    Thread.ofVirtual().start(() -> pump(Direction.TO_CLIENT, server, client));
  }

  void rule(TcpFault now) {
    lock.lock();
    try {
      rule = now;
      passed[0] = 0;
      passed[1] = 0;
      if (now instanceof TcpFault.HalfOpen) {
        dead = true;
        log.fired(now);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void pump(Direction direction, Socket from, Socket to) {
    var piece = new byte[PIECE];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int size = in.read(piece); size >= 0; size = in.read(piece)) {
        if (!mayPass(direction, size)) {
          reset();
          return;
        }
        out.write(piece, 0, size);
      }
      awaitAlive();
      to.shutdownOutput();
    } catch (IOException broken) {
      awaitAlive();
      reset();
    } finally {
      if (open.decrementAndGet() == 0) {
        close();
      }
    }
  }

  /// Waits as the rule says; false where the connection is to be reset instead.
  private boolean mayPass(Direction direction, int size) {
    lock.lock();
    try {
      while (isStopped(direction) && !over.get()) {
        log.fired(rule);
        changed.awaitUninterruptibly();
      }
      passed[direction.ordinal()] += size;
      return switch (rule) {
        case TcpFault.Delay(Duration time) -> waited(time);
        case TcpFault.Throttle(long bytesPerSecond) ->
            waited(Duration.ofNanos(size * 1_000_000_000L / bytesPerSecond));
        case TcpFault.ResetAfter(Direction way, long bytes)
            when way == direction && passed[direction.ordinal()] > bytes -> {
          log.fired(rule);
          yield false;
        }
        case TcpFault.ResetAfter reset -> true;
        case TcpFault.Pass pass -> true;
        case TcpFault.Refuse refuse -> false;
        case TcpFault.Freeze freeze -> true;
        case TcpFault.HalfOpen half -> true;
      };
    } finally {
      lock.unlock();
    }
  }

  private boolean isStopped(Direction direction) {
    return dead || (rule instanceof TcpFault.Freeze(Direction way) && way == direction);
  }

  /// Not longer than the rule stays.
  private boolean waited(Duration time) {
    TcpFault before = rule;
    log.fired(before);
    long left = time.toNanos();
    try {
      while (left > 0 && rule.equals(before) && !over.get()) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
    return true;
  }

  /// A dead connection does not tell that it is.
  private void awaitAlive() {
    lock.lock();
    try {
      while (dead && !over.get()) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Both sides see a reset.
  void reset() {
    try {
      client.setSoLinger(true, 0);
      server.setSoLinger(true, 0);
    } catch (IOException gone) {
      log.say("reset of what was gone: " + gone.getMessage());
    }
    close();
  }

  private void close() {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      client.close();
      server.close();
    } catch (IOException gone) {
      log.say("closed: " + gone.getMessage());
    }
    ended.accept(this);
  }
}
