package io.jaegerstack.agent.relay;

import io.jaegerstack.agent.reporter.Frame;
import io.jaegerstack.agent.reporter.FrameNumber;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.relay.FrameHeader;
import io.jaegerstack.wire.relay.GoAway;
import io.jaegerstack.wire.relay.Hello;
import io.jaegerstack.wire.relay.MessageType;
import io.jaegerstack.wire.relay.Receipt;
import io.jaegerstack.wire.relay.Receipts;
import io.jaegerstack.wire.relay.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection to a collector: says hello, sends frames, and takes in what becomes of them.
final class RelayConnection extends SimpleChannelInboundHandler<ByteBuf> {
  private static final Logger LOG = LoggerFactory.getLogger(RelayConnection.class);

  /// A collector that has frames and says nothing for so long is gone; one that is there says so
  /// every five seconds.
  private static final long SILENCE_NANOS = Duration.ofSeconds(20).toNanos();

  /// Longest time for receipts after a collector has asked the agent to go: it may be there for
  /// ever and never store. The frames go to another then, under the same numbers.
  private static final long LEAVING_NANOS = Duration.ofSeconds(60).toNanos();

  /// Longest time from a connection's start to the collector's welcome.
  private static final long WELCOME_NANOS = Duration.ofSeconds(10).toNanos();

  private final RelayAddress address;
  private final Hello hello;
  private final RelayOwner owner;
  private final long startedNanos = System.nanoTime();
  private final Map<Integer, Frame> open = new LinkedHashMap<>();
  private @Nullable Channel channel;
  private @Nullable Welcome welcome;
  private boolean wasRefused;
  private boolean isLeaving;
  private long leavingNanos;
  private boolean isClosing;
  private boolean isClosed;
  private String why = "the connection broke";
  private long openBytes;
  private int lastId;
  private long heardNanos;
  private long pausedUntilNanos;

  RelayConnection(RelayAddress address, Hello hello, RelayOwner owner) {
    this.address = address;
    this.hello = hello;
    this.owner = owner;
  }

  RelayAddress address() {
    return address;
  }

  long startedNanos() {
    return startedNanos;
  }

  boolean isWelcome() {
    return welcome != null && !isClosed;
  }

  /// Whether the collector ever let the agent in.
  boolean wasWelcome() {
    return welcome != null;
  }

  /// Whether it takes no new frames and closes with its last receipt.
  boolean isLeaving() {
    return isLeaving;
  }

  /// Bytes of frames without a receipt.
  long openBytes() {
    return openBytes;
  }

  boolean mayTake(long nowNanos) {
    return isWelcome()
        && !isLeaving
        && nowNanos - pausedUntilNanos >= 0
        && Objects.requireNonNull(channel).isWritable();
  }

  boolean isTooLarge(Frame frame) {
    return FrameHeader.BYTES - MessageType.LENGTH_BYTES + frame.length()
        > Objects.requireNonNull(welcome).largestMessage();
  }

  boolean hasRoomFor(Frame frame) {
    return open.isEmpty()
        || openBytes + bytes(frame) <= Objects.requireNonNull(welcome).windowBytes();
  }

  private static long bytes(Frame frame) {
    return FrameHeader.BYTES + (long) frame.length();
  }

  /// Writes a frame that has a number; it goes out with [#flush()].
  void send(Frame frame, FrameNumber number) {
    Channel to = Objects.requireNonNull(channel);
    var header =
        new FrameHeader(
            ++lastId,
            number.numbers().generation(),
            number.sequence(),
            number.numbers().lowest(),
            frame.codec(),
            frame.packets(),
            frame.spans(),
            frame.unpackedBytes(),
            frame.crc(),
            frame.length());
    ByteBuf head = Unpooled.wrappedBuffer(header.toBytes());
    ByteBuf body = Unpooled.wrappedBuffer(frame.body(), 0, frame.length());
    if (open.isEmpty()) {
      heardNanos = System.nanoTime();
    }
    open.put(lastId, frame);
    openBytes += bytes(frame);
    to.write(head, to.voidPromise());
    to.write(body, to.voidPromise());
  }

  /// Nothing before the welcome: TLS answers a flush by beginning its handshake, and on a socket
  /// that is not connected yet its first words are lost for good.
  void flush() {
    if (isWelcome()) {
      Objects.requireNonNull(channel).flush();
    }
  }

  /// No new frames for so long: the collector is full.
  void pauseUntil(long nanos) {
    pausedUntilNanos = nanos;
  }

  /// No new frames; closes once those that are under way have their receipts.
  void leave(String reason) {
    if (!isLeaving) {
      isLeaving = true;
      leavingNanos = System.nanoTime();
      why = reason;
      closeIfDone();
    }
  }

  private void closeIfDone() {
    if (isLeaving && open.isEmpty()) {
      close(why);
    }
  }

  /// Nobody waits for it any more, whether or not it was ever dialled.
  boolean isClosed() {
    return isClosed;
  }

  /// Gives back what is open at once, and closes: over TLS that may take as long as the other side
  /// likes.
  void end(String reason) {
    why = reason;
    ended();
    if (channel != null) {
      channel.close();
    }
  }

  /// The first reason is the one that is told: closing fails what was not sent yet.
  void close(String reason) {
    if (isClosing) {
      return;
    }
    isClosing = true;
    why = reason;
    if (channel == null) {
      ended();
    } else {
      channel.close();
    }
  }

  /// Ends a connection of which nothing is heard any more.
  void checkTimes(long nowNanos) {
    if (welcome == null && nowNanos - startedNanos > WELCOME_NANOS) {
      close("no welcome");
    } else if (isLeaving && nowNanos - leavingNanos > LEAVING_NANOS) {
      close("no receipts for " + open.size() + " frames since it was left");
    } else if (!open.isEmpty() && nowNanos - heardNanos > SILENCE_NANOS) {
      close("silence with " + open.size() + " frames open");
    }
  }

  /// A connection that does not come about.
  void failed(Throwable cause) {
    why = String.valueOf(cause.getMessage());
    ended();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    channel = ctx.channel();
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(Unpooled.wrappedBuffer(hello.toBytes()));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, ByteBuf message) {
    heardNanos = System.nanoTime();
    int type = message.readUnsignedByte();
    var bytes = new byte[message.readableBytes()];
    message.readBytes(bytes);
    switch (type) {
      case MessageType.WELCOME -> welcome(Welcome.read(bytes, 0, bytes.length));
      case MessageType.RECEIPTS -> receipts(Receipts.read(bytes, 0, bytes.length));
      case MessageType.GO_AWAY -> leave(GoAway.read(bytes, 0, bytes.length).why());
      case MessageType.HEARTBEAT -> {}
      default -> throw WireFormatException.malformed("message of unknown type " + type, 0);
    }
  }

  private void welcome(Welcome said) {
    if (welcome != null) {
      throw WireFormatException.malformed("a second welcome, expected one", 0);
    }
    if (said.status() == Welcome.Status.WELCOME) {
      welcome = said;
      owner.welcomed(this);
    } else {
      LOG.warn(
          "collector refuses the relay address={} status={} why=\"{}\"",
          address,
          said.status(),
          said.message());
      // Over api_v2 the same tenant is refused request by request, and the loss counted as such.
      wasRefused = said.status() != Welcome.Status.TENANT;
      close(said.status() + " " + said.message());
    }
  }

  private void receipts(List<Receipt> receipts) {
    for (Receipt receipt : receipts) {
      Frame frame = open.remove(receipt.id());
      if (frame != null) {
        openBytes -= bytes(frame);
        owner.receipt(this, frame, receipt);
      }
    }
    closeIfDone();
    owner.hasRoom();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      owner.hasRoom();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    close(String.valueOf(cause));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    ended();
  }

  private void ended() {
    if (!isClosed) {
      isClosed = true;
      var left = List.copyOf(open.values());
      open.clear();
      owner.closed(this, left, welcome != null || wasRefused, why);
    }
  }
}
