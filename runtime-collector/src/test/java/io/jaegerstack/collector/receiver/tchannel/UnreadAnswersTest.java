package io.jaegerstack.collector.receiver.tchannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.receiver.UnfinishedBytes;
import io.jaegerstack.wire.tchannel.Frame;
import io.jaegerstack.wire.tchannel.FrameType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Peers that ask more than they read.
@Timeout(60)
class UnreadAnswersTest {
  private static final int PINGS = 1 << 18;

  @Test
  void whoReadsNothingIsHungUpOn() throws IOException {
    try (var server = RunningServer.start(RunningServer.impatient());
        var client = TChannelClient.of(server.port())) {
      byte[] pings = pings(0, 4_096);
      assertThatThrownBy(
              () -> {
                while (true) {
                  client.send(pings);
                }
              })
          .isInstanceOf(IOException.class);
      String counter = "jaegerstack_collector_tchannel_closed_total{reason=\"slow-reader\"} 1.0";
      Eventually.await(counter, () -> server.scrape().contains(counter));
      Eventually.await("nothing held", () -> server.unfinishedBytes() == 0);
    }
  }

  @Test
  void whoReadsLateGetsAllAnswersInOrder() throws Exception {
    try (var server = RunningServer.start(RunningServer.limits());
        var client = TChannelClient.of(server.port())) {
      var sent =
          CompletableFuture.runAsync(
              () -> {
                for (int id = 0; id < PINGS; id += 4_096) {
                  send(client, pings(id, 4_096));
                }
              },
              Thread::startVirtualThread);
      for (int id = 0; id < PINGS; id++) {
        assertThat(client.read().id()).isEqualTo(id);
      }
      sent.join();
      assertThat(server.scrape()).contains("reason=\"slow-reader\"} 0.0");
    }
  }

  private static void send(TChannelClient client, byte[] bytes) {
    try {
      client.send(bytes);
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }

  @Test
  void framesThatAreThereWaitForTheAnswersToThoseBefore() {
    var answering = new Answering();
    var channel = new EmbeddedChannel(new FrameReader(new UnfinishedBytes(1 << 20)), answering);
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(4_096, 8_192));
    channel.writeInbound(Unpooled.wrappedBuffer(pings(0, 100)));
    channel.runPendingTasks();
    assertThat(answering.frames).isEqualTo(100);
    assertThat(answering.mostAtOnce).isLessThan(10);
    assertThat(channel.config().isAutoRead()).isTrue();
    channel.finishAndReleaseAll();
  }

  @Test
  void smallAnswersAreWrittenTogether() {
    var channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    ChannelHandlerContext ctx = channel.pipeline().lastContext();
    var answers = new Answers();
    for (int id = 0; id < 1_000; id++) {
      answers.add(ctx, Frame.empty(FrameType.PING_RESPONSE, id));
    }
    answers.write(ctx);
    channel.flush();
    assertThat(channel.outboundMessages()).hasSize(2);
    var all = Unpooled.buffer();
    for (Object message : channel.outboundMessages()) {
      all.writeBytes((ByteBuf) message);
    }
    for (int id = 0; id < 1_000; id++) {
      assertThat(all.getInt(id * Frame.HEADER_BYTES + 4)).isEqualTo(id);
    }
    channel.finishAndReleaseAll();
  }

  private static byte[] pings(int firstId, int count) {
    var pings = Unpooled.buffer(count * Frame.HEADER_BYTES);
    for (int i = 0; i < count; i++) {
      pings.writeBytes(Frame.empty(FrameType.PING_REQUEST, firstId + i).bytes());
    }
    return pings.array();
  }

  /// Answers each frame with 1 KiB.
  private static final class Answering extends ChannelInboundHandlerAdapter {
    private int frames;
    private int atOnce;
    private int mostAtOnce;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      frames++;
      atOnce++;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      ctx.write(Unpooled.buffer().writeZero(1_024));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      atOnce = 0;
      ctx.flush();
    }
  }
}
