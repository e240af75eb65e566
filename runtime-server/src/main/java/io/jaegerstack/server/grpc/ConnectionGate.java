package io.jaegerstack.server.grpc;

import io.jaegerstack.server.PortSharing;
import io.jaegerstack.server.tls.TlsServer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Makes a listening socket whose connections beyond a number are closed before gRPC sees them:
/// gRPC itself has no such limit. The others get their TLS here, below gRPC: its own would do its
/// arithmetic on the event loops, and keep to itself what failed.
final class ConnectionGate implements ChannelFactory<ServerChannel> {
  private final ChannelFactory<? extends ServerChannel> sockets;
  private final int most;
  private final RefusalCounts refusals;
  private final Optional<TlsServer> tls;
  private final PortSharing sharing;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<SocketAddress, Channel> ofPeers = new ConcurrentHashMap<>();

  ConnectionGate(
      ChannelFactory<? extends ServerChannel> sockets,
      int most,
      RefusalCounts refusals,
      Optional<TlsServer> tls,
      PortSharing sharing) {
    this.sockets = sockets;
    this.most = most;
    this.refusals = refusals;
    this.tls = tls;
    this.sharing = sharing;
  }

  @Override
  public ServerChannel newChannel() {
    ServerChannel listening = sockets.newChannel();
    sharing.prepare(listening);
    listening.pipeline().addFirst(new Gate());
    return listening;
  }

  int open() {
    return open.get();
  }

  /// Closes the connection of `peer`, where it still is one.
  void hangUp(SocketAddress peer) {
    Channel connection = ofPeers.get(peer);
    if (connection != null) {
      connection.close();
    }
  }

  @ChannelHandler.Sharable
  private final class Gate extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext ctx) throws IOException {
      sharing.takeOver(ctx.channel());
      ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (!(message instanceof Channel connection)) {
        ctx.fireChannelRead(message);
        return;
      }
      if (open.incrementAndGet() > most) {
        open.decrementAndGet();
        refusals.add(Refusal.TOO_MANY_CONNECTIONS, most);
        connection.unsafe().closeForcibly();
        return;
      }
      SocketAddress peer = connection.remoteAddress();
      ofPeers.put(peer, connection);
      connection
          .closeFuture()
          .addListener(
              closed -> {
                ofPeers.remove(peer, connection);
                open.decrementAndGet();
              });
      tls.ifPresent(spoken -> spoken.secure(connection));
      connection.pipeline().addLast(new Http2Errors(refusals));
      ctx.fireChannelRead(connection);
    }
  }
}
