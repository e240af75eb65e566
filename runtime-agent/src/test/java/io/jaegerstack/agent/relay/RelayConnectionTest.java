package io.jaegerstack.agent.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.agent.Await;
import io.jaegerstack.agent.Packets;
import io.jaegerstack.agent.reporter.Frame;
import io.jaegerstack.agent.reporter.FrameMaker.Packing;
import io.jaegerstack.agent.reporter.FrameNumbers;
import io.jaegerstack.agent.reporter.TestFrames;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.wire.relay.Generation;
import io.jaegerstack.wire.relay.Hello;
import io.jaegerstack.wire.relay.MessageType;
import io.jaegerstack.wire.relay.Receipt;
import io.jaegerstack.wire.relay.Welcome;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RelayConnectionTest {
  private final Told told = new Told();

  /// What an owner was told.
  private static final class Told implements RelayOwner {
    private final List<Frame> open = new ArrayList<>();
    private volatile int closed;
    private String why = "";

    @Override
    public void welcomed(RelayConnection connection) {}

    @Override
    public void hasRoom() {}

    @Override
    public void receipt(RelayConnection connection, Frame frame, Receipt receipt) {}

    @Override
    public void closed(
        RelayConnection connection, List<Frame> left, boolean wasSpoken, String why) {
      open.addAll(left);
      this.why = why;
      closed++;
    }
  }

  private RelayConnection connection(int port) {
    var name = new HostPort("127.0.0.1", port);
    var socket = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return new RelayConnection(new RelayAddress(socket, name), new Hello("", "test"), told);
  }

  /// As TLS does until the other side has read that it ends.
  @Test
  void givesItsFramesBackAtItsEndHoweverLongTheSocketTakesToClose() {
    RelayConnection connection = connection(1);
    var socket = new EmbeddedChannel(new NeverCloses(), connection);
    welcome(socket);
    Frame frame = TestFrames.of(Packing.CHECKED, Packets.compact("shop", 1, 1));
    connection.send(frame, new FrameNumbers(Generation.random()).next());
    connection.end("the agent ends");
    assertThat(socket.isOpen()).isTrue();
    assertThat(told.open).containsExactly(frame);
    assertThat(told.closed).isEqualTo(1);
  }

  @Test
  void flushesNothingUntilItIsWelcome() {
    RelayConnection connection = connection(1);
    var flushes = new Flushes();
    var socket = new EmbeddedChannel(flushes, connection);
    int hello = flushes.count;
    connection.flush();
    assertThat(flushes.count).isEqualTo(hello);
    welcome(socket);
    connection.flush();
    assertThat(flushes.count).isEqualTo(hello + 1);
  }

  private static final class Flushes extends ChannelOutboundHandlerAdapter {
    private int count;

    @Override
    public void flush(ChannelHandlerContext ctx) {
      count++;
      ctx.flush();
    }
  }

  @Test
  void isLeftByASecondWelcome() {
    var socket = new EmbeddedChannel(connection(1));
    welcome(socket);
    assertThat(socket.isOpen()).isTrue();
    welcome(socket);
    assertThat(socket.isOpen()).isFalse();
  }

  @Test
  void isLeftByACollectorThatSendsItAwayAndNeverAnswersForItsFrames() {
    RelayConnection connection = connection(1);
    var socket = new EmbeddedChannel(connection);
    welcome(socket);
    Frame frame = TestFrames.of(Packing.CHECKED, Packets.compact("shop", 1, 1));
    connection.send(frame, new FrameNumbers(Generation.random()).next());
    connection.leave("maintenance");
    connection.checkTimes(System.nanoTime() + Duration.ofSeconds(15).toNanos());
    assertThat(told.open).isEmpty();
    says(socket, MessageType.heartbeat());
    connection.checkTimes(System.nanoTime() + Duration.ofSeconds(61).toNanos());
    assertThat(told.open).containsExactly(frame);
    assertThat(told.why).isEqualTo("no receipts for 1 frames since it was left");
  }

  private static void welcome(EmbeddedChannel socket) {
    says(socket, Welcome.of(1 << 20, 1 << 20).toBytes());
  }

  private static void says(EmbeddedChannel socket, byte[] message) {
    int prefix = MessageType.LENGTH_BYTES;
    socket.writeInbound(Unpooled.wrappedBuffer(message, prefix, message.length - prefix));
  }

  private static final class NeverCloses extends ChannelOutboundHandlerAdapter {
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {}
  }

  @Test
  void isNotDialledOnceItIsClosed() throws IOException {
    var loops = EventLoops.of(1);
    try (var collector = TestRelayCollector.start()) {
      EventLoop loop = loops.group().next();
      var dial = new RelayDial(loops, loop, Optional.empty());
      RelayConnection gone = connection(collector.port());
      RelayConnection wanted = connection(collector.port());
      loop.execute(
          () -> {
            gone.close("its address is gone");
            dial.dial(gone);
            dial.dial(wanted);
          });
      Await.until(wanted::isWelcome, collector::hellos);
      assertThat(collector.hellos()).hasSize(1);
      assertThat(told.closed).isEqualTo(1);
    } finally {
      loops.stop(Deadline.after(Duration.ofSeconds(10)));
    }
  }
}
