package io.jaegerstack.server.http;

import io.jaegerstack.server.http.HttpAnswer.Body;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/// Gets one answer out: whole from the event loop, or piece by piece from the virtual thread that
/// it is run on.
final class AnswerWriting implements Runnable {
  interface Finished {
    void finished(Channel channel, boolean keepAlive);
  }

  /// Answers up to this size go out in one write; larger ones as the caller reads.
  private static final int WHOLE_BYTES = 32 * 1024;

  /// Below it, packing saves less than a network packet.
  private static final int WORTH_PACKING_BYTES = 1_400;

  private static final Set<String> PACKED_TYPES =
      Set.of(
          "application/json",
          "application/javascript",
          "image/svg+xml",
          "application/openmetrics-text");

  private final HttpContext context;
  private final Channel channel;
  private final PendingCall call;
  private final Finished finished;
  private final ChunkStream chunks;

  AnswerWriting(HttpContext context, Channel channel, PendingCall call, Finished finished) {
    this.context = context;
    this.channel = channel;
    this.call = call;
    this.finished = finished;
    this.chunks = new ChunkStream(channel);
  }

  /// Chunks that the connection has sent; how a stall is told from slowness.
  long chunksOut() {
    return chunks.sent();
  }

  /// The connection can take more, or is gone.
  void wake() {
    chunks.wake();
  }

  @Override
  public void run() {
    try {
      if (!context.enter()) {
        context.watch().refused(HttpWatch.Refusal.TOO_MANY_CALLS);
        writeWhole(context.errors().answer(503, "too many calls in work, come back in a second"));
        return;
      }
      try {
        HttpAnswer answer = call.answer();
        try {
          write(answer);
        } finally {
          answer.close();
        }
      } finally {
        context.leave();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      finished.finished(channel, false);
    } catch (RuntimeException | Error failed) {
      finished.finished(channel, false); // or the caller would wait for an answer that never comes
      throw failed;
    }
  }

  /// For answers in one piece.
  void writeWhole(HttpAnswer answer) {
    boolean keepAlive = call.isKeepAlive() && !context.isDraining();
    byte[] bytes = answer.body() instanceof Body.Bytes body ? body.bytes() : new byte[0];
    var whole = Answers.whole(head(answer, keepAlive), bytes, call.isHead());
    finishAfter(channel.writeAndFlush(whole), keepAlive);
  }

  private void write(HttpAnswer answer) {
    boolean packed = isWorthPacking(answer);
    boolean small = answer.body() instanceof Body.Bytes body && body.bytes().length <= WHOLE_BYTES;
    if (call.isHead() || (small && !packed)) {
      writeWhole(answer);
      return;
    }
    boolean keepAlive =
        call.isKeepAlive()
            && !context.isDraining()
            && (call.takesChunks() || isCounted(answer, packed));
    HttpResponse head = head(answer, keepAlive);
    if (packed) {
      head.headers().set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
      head.headers().add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
    }
    if (isCounted(answer, packed) && answer.body() instanceof Body.Bytes body) {
      head.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.bytes().length);
    } else if (call.takesChunks()) {
      head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    channel.write(head, channel.voidPromise());
    try {
      writeBody(answer.body(), packed);
      finishAfter(channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT), keepAlive);
    } catch (IOException | RuntimeException failed) {
      if (channel.isActive()) {
        context.warnings().warn("answer broke off remote={}", channel.remoteAddress(), failed);
      }
      finished.finished(channel, false);
    }
  }

  private void writeBody(Body body, boolean packed) throws IOException {
    try (OutputStream out =
        packed ? new GZIPOutputStream(chunks) : new BufferedOutputStream(chunks)) {
      switch (body) {
        case Body.Bytes bytes -> out.write(bytes.bytes());
        case Body.Stream stream -> stream.writer().writeTo(out);
      }
    }
  }

  private HttpResponse head(HttpAnswer answer, boolean keepAlive) {
    try {
      return Answers.head(answer, keepAlive);
    } catch (IllegalArgumentException badHeader) {
      context.warnings().warn("answer has a header that cannot be sent", badHeader);
      return Answers.head(HttpAnswer.empty(500), keepAlive);
    }
  }

  private static boolean isCounted(HttpAnswer answer, boolean packed) {
    return !packed && answer.body() instanceof Body.Bytes;
  }

  private boolean isWorthPacking(HttpAnswer answer) {
    int semicolon = answer.contentType().indexOf(';');
    String type =
        semicolon < 0 ? answer.contentType() : answer.contentType().substring(0, semicolon);
    boolean large =
        !(answer.body() instanceof Body.Bytes body) || body.bytes().length >= WORTH_PACKING_BYTES;
    return large
        && call.takesGzip()
        && call.takesChunks()
        && (type.startsWith("text/") || PACKED_TYPES.contains(type))
        && answer.headers().stream()
            .noneMatch(h -> h.getKey().equalsIgnoreCase("content-encoding"));
  }

  private void finishAfter(ChannelFuture last, boolean keepAlive) {
    last.addListener(written -> finished.finished(channel, keepAlive && written.isSuccess()));
  }
}
