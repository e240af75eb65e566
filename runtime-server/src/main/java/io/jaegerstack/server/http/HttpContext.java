package io.jaegerstack.server.http;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.server.VirtualThreads;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/// What the connections of one server share: its rules, and the totals that the rules are about.
final class HttpContext {
  private final HttpLimits limits;
  private final Routes routes;
  private final ErrorFormat errors;
  private final HttpWatch watch;
  private final ThreadFactory threads;
  private final Semaphore calls;
  private final RateLimitedLog warnings =
      RateLimitedLog.of(LoggerFactory.getLogger(HttpServer.class));
  private final AtomicLong bodiesBytes = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private volatile boolean draining;

  HttpContext(String name, HttpLimits limits, Routes routes, ErrorFormat errors, HttpWatch watch) {
    this.limits = limits;
    this.routes = routes;
    this.errors = errors;
    this.watch = watch;
    this.threads = VirtualThreads.named(name + "-call");
    this.calls = new Semaphore(limits.calls());
  }

  HttpLimits limits() {
    return limits;
  }

  Routes routes() {
    return routes;
  }

  ErrorFormat errors() {
    return errors;
  }

  HttpWatch watch() {
    return watch;
  }

  RateLimitedLog warnings() {
    return warnings;
  }

  ThreadFactory threads() {
    return threads;
  }

  boolean isDraining() {
    return draining;
  }

  /// Counts a new connection in, or refuses it.
  boolean admit(Channel channel) {
    if (open.incrementAndGet() > limits.connections()) {
      open.decrementAndGet();
      watch.refused(HttpWatch.Refusal.TOO_MANY_CONNECTIONS);
      return false;
    }
    channels.add(channel);
    channel.closeFuture().addListener(closed -> open.decrementAndGet());
    return true;
  }

  int connections() {
    return open.get();
  }

  /// Takes `bytes` of the server's room for bodies, or nothing where there is not enough.
  boolean reserve(int bytes) {
    if (bodiesBytes.addAndGet(bytes) > limits.bodiesBytes()) {
      bodiesBytes.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  void release(int bytes) {
    bodiesBytes.addAndGet(-bytes);
  }

  long reserved() {
    return bodiesBytes.get();
  }

  /// Waits for a place among the calls in work, at most for the limits' patience.
  boolean enter() throws InterruptedException {
    return calls.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS);
  }

  void leave() {
    calls.release();
  }

  /// From now on every answer closes its connection, and idle connections close.
  void drain() {
    draining = true;
    channels.forEach(
        channel -> channel.pipeline().fireUserEventTriggered(HttpConnection.Drain.NOW));
  }

  boolean awaitClosed(Deadline deadline) {
    return channels
        .newCloseFuture()
        .awaitUninterruptibly(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
  }

  void closeAll() {
    channels.close().awaitUninterruptibly();
  }
}
