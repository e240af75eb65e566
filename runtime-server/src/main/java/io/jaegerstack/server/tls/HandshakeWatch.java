package io.jaegerstack.server.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/// Counts how the handshake of one accepted connection ended, and leaves after a good one. What a
/// broken one throws stays here: it is counted, and those behind would log a stack trace.
final class HandshakeWatch extends ChannelInboundHandlerAdapter {
  private final SslHandler tls;
  private final Protocol protocol;
  private final TlsCounts counts;

  HandshakeWatch(SslHandler tls, Protocol protocol, TlsCounts counts) {
    this.tls = tls;
    this.protocol = protocol;
    this.counts = counts;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event instanceof SslHandshakeCompletionEvent completed) {
      if (!completed.isSuccess()) {
        counts.failed(ctx.channel().remoteAddress(), completed.cause());
      } else if (protocol.mustBeAgreed() && !protocol.alpn().equals(tls.applicationProtocol())) {
        counts.failed(
            ctx.channel().remoteAddress(),
            Failure.PROTOCOL,
            "caller did not ask for %s by ALPN".formatted(protocol.alpn()));
        ctx.close();
      } else {
        counts.succeeded();
        ctx.pipeline().remove(this);
      }
    }
    super.userEventTriggered(ctx, event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
