package io.jaegerstack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jaegerstack.settings.HostPort;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two sockets of one process stand for those of two processes: the kernel makes no difference.
class PortSharingTest {
  private static final int SENDERS = 200;

  private final EventLoops loops = EventLoops.of(1);

  /// A socket and what it got.
  private static final class Socket extends SimpleChannelInboundHandler<DatagramPacket> {
    final AtomicInteger got = new AtomicInteger();
    final Semaphore arrived = new Semaphore(0);
    Channel channel;

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
      got.incrementAndGet();
      arrived.release();
    }
  }

  @BeforeEach
  void needsLinux() {
    assumeTrue(loops.isEpoll(), "SO_REUSEPORT with a filter is Linux's");
  }

  @AfterEach
  void stop() {
    loops.stop(Deadline.after(Duration.ofSeconds(5)));
  }

  @Test
  void givesAllNewPacketsToTheSuccessor() throws Exception {
    Socket old = listen(new InetSocketAddress("127.0.0.1", 0));
    sendFromManySockets(old.channel.localAddress());
    awaitGot(old, SENDERS);

    Socket successor = listen(old.channel.localAddress());
    sendFromManySockets(old.channel.localAddress());

    awaitGot(successor, SENDERS);
    assertThat(old.got).hasValue(SENDERS);
  }

  @Test
  void givesThePortOnFromSuccessorToSuccessor() throws Exception {
    Socket first = listen(new InetSocketAddress("127.0.0.1", 0));
    SocketAddress port = first.channel.localAddress();
    Socket second = listen(port);
    first.channel.close().syncUninterruptibly();
    Socket third = listen(port);

    sendFromManySockets(port);

    awaitGot(third, SENDERS);
    assertThat(second.got).hasValue(0);
  }

  @Test
  void givesThePortToTheYoungestOfThree() throws Exception {
    Socket first = listen(new InetSocketAddress("127.0.0.1", 0));
    SocketAddress port = first.channel.localAddress();
    Socket second = listen(port);
    Socket third = listen(port);

    sendFromManySockets(port);

    awaitGot(third, SENDERS);
    assertThat(first.got.get() + second.got.get()).isZero();
  }

  @Test
  void givesThePortBackWhereTheSuccessorFails() throws Exception {
    Socket old = listen(new InetSocketAddress("127.0.0.1", 0));
    Socket successor = listen(old.channel.localAddress());
    successor.channel.close().syncUninterruptibly();

    sendFromManySockets(old.channel.localAddress());

    awaitGot(old, SENDERS);
  }

  @Test
  void isForProcessesThatAgreeOnly() throws Exception {
    Socket old = listen(new InetSocketAddress("127.0.0.1", 0));

    assertThatThrownBy(() -> listen(old.channel.localAddress(), PortSharing.NONE))
        .isInstanceOf(ListenException.class)
        .hasMessageContaining("address already in use");
  }

  @Test
  void isRefusedWhereTheSystemHasNoFilters() {
    EventLoops portable = EventLoops.portable(1);

    assertThatThrownBy(
            () ->
                PortSharing.SUCCESSION.listen(
                    portable, new Bootstrap(), new HostPort("127.0.0.1", 0), "udp"))
        .isInstanceOf(ListenException.class)
        .hasMessageContaining("Linux only");
  }

  private Socket listen(SocketAddress address) throws IOException {
    return listen(address, PortSharing.SUCCESSION);
  }

  private Socket listen(SocketAddress address, PortSharing sharing) throws IOException {
    var socket = new Socket();
    var bootstrap =
        new Bootstrap().group(loops.group()).channel(loops.datagramChannel()).handler(socket);
    int port = ((InetSocketAddress) address).getPort();
    socket.channel = sharing.listen(loops, bootstrap, new HostPort("127.0.0.1", port), "udp");
    return socket;
  }

  /// From many ports, because the kernel would choose by the sender's.
  private static void sendFromManySockets(SocketAddress to) throws IOException {
    for (int i = 0; i < SENDERS; i++) {
      try (var sender = new DatagramSocket()) {
        sender.send(new java.net.DatagramPacket(new byte[] {1}, 1, to));
      }
    }
  }

  private static void awaitGot(Socket socket, int packets) throws InterruptedException {
    assertThat(socket.arrived.tryAcquire(packets, 10, TimeUnit.SECONDS)).isTrue();
  }
}
