package io.jaegerstack.server;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/// The threads that move bytes, one group per process, shared by every server and client in it:
/// epoll on Linux, else NIO. Nothing on these threads may wait.
public final class EventLoops implements Part {
  private final boolean epoll;
  private final PortSharing sharing;
  private final EventLoopGroup group;

  private EventLoops(int threads, boolean epoll, PortSharing sharing) {
    this.epoll = epoll;
    this.sharing = sharing;
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("io", true), io);
  }

  /// As many loops as the process has processors.
  public static EventLoops perCore() {
    return perCore(PortSharing.NONE);
  }

  /// @param sharing of all ports that are listened on with these loops
  public static EventLoops perCore(PortSharing sharing) {
    return new EventLoops(Runtime.getRuntime().availableProcessors(), Epoll.isAvailable(), sharing);
  }

  public static EventLoops of(int threads) {
    return new EventLoops(threads, Epoll.isAvailable(), PortSharing.NONE);
  }

  /// Without native code, as on other systems than Linux.
  public static EventLoops portable(int threads) {
    return new EventLoops(threads, false, PortSharing.NONE);
  }

  /// Others of the same kind, for work that must not wait for what these do.
  public EventLoops apart(int threads) {
    return new EventLoops(threads, epoll, sharing);
  }

  public EventLoopGroup group() {
    return group;
  }

  /// How ports are listened on with these loops.
  public PortSharing sharing() {
    return sharing;
  }

  /// Whether channels are native, and so can receive many datagrams in one call.
  public boolean isEpoll() {
    return epoll;
  }

  public Class<? extends ServerChannel> serverChannel() {
    return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  public Class<? extends SocketChannel> clientChannel() {
    return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  public Class<? extends DatagramChannel> datagramChannel() {
    return epoll ? EpollDatagramChannel.class : NioDatagramChannel.class;
  }

  @Override
  public String name() {
    return "event loops";
  }

  /// Threads start with their first channel.
  @Override
  public void start() {}

  @Override
  public void stop(Deadline deadline) {
    group
        .shutdownGracefully(0, deadline.remainingNanos(), TimeUnit.NANOSECONDS)
        .awaitUninterruptibly(Math.max(deadline.remainingNanos(), 1), TimeUnit.NANOSECONDS);
  }
}
