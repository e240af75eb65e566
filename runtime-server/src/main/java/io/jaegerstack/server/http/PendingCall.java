package io.jaegerstack.server.http;

import io.jaegerstack.server.http.HttpWatch.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request from its head to its answer: what was asked, what has arrived, what is wrong with it.
///
/// A wrong path or method is answered after the body, so that the connection can go on; what breaks
/// the framing or costs memory is answered at once.
final class PendingCall {
  /// Nobody is charged for a head of this size on the heap.
  private static final int USUAL_HEAD_BYTES = 4 * 1024;

  /// A header's entry, name and value as objects, beside their characters.
  private static final int HEADER_OBJECTS_BYTES = 200;

  private final HttpContext context;
  private final HttpRequest request;
  private final InetSocketAddress remote;
  private final RequestBody body = new RequestBody();
  private final @Nullable Target target;
  private final Routes.@Nullable Match match;
  private int reserved;
  private @Nullable HttpFailure failure;
  private Refusal refusal = Refusal.NO_ROUTE;
  private boolean refuseNow;

  private PendingCall(
      HttpContext context,
      HttpRequest request,
      InetSocketAddress remote,
      @Nullable Target target,
      Routes.@Nullable Match match,
      @Nullable HttpFailure failure) {
    this.context = context;
    this.request = request;
    this.remote = remote;
    this.target = target;
    this.match = match;
    this.failure = failure;
  }

  static PendingCall of(HttpContext context, HttpRequest request, InetSocketAddress remote) {
    if (request.decoderResult().isFailure()) {
      var broken = new PendingCall(context, request, remote, null, null, null);
      broken.refuseBrokenHead(request.decoderResult().cause());
      return broken;
    }
    PendingCall call;
    try {
      var target = Target.of(request.uri());
      var match = context.routes().find(request.method().name(), target);
      call = new PendingCall(context, request, remote, target, match, null);
    } catch (HttpFailure noRoute) {
      call = new PendingCall(context, request, remote, null, null, noRoute);
    }
    call.checkLength();
    call.reserveHead();
    return call;
  }

  private void refuseBrokenHead(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      refuse(
          new HttpFailure(414, "request line is longer than " + context.limits().headBytes()),
          Refusal.HEAD_TOO_LARGE);
    } else if (cause instanceof TooLongHttpHeaderException) {
      refuse(
          new HttpFailure(
              431,
              "headers are more than %d or larger than %d bytes"
                  .formatted(FewHeaders.MOST, context.limits().headBytes())),
          Refusal.HEAD_TOO_LARGE);
    } else {
      refuse(HttpFailure.badRequest("malformed request"), Refusal.MALFORMED);
    }
  }

  private void checkLength() {
    String encoding =
        String.join(", ", request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING)).strip();
    if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("chunked")) {
      refuse(
          new HttpFailure(
              501,
              "Transfer-Encoding is \"%s\", expected chunked alone; packed bodies are told by Content-Encoding"
                  .formatted(encoding)),
          Refusal.MALFORMED);
    } else if (HttpUtil.getContentLength(request, 0L) > context.limits().wireBodyBytes()) {
      refuseTooLarge();
    } else if (HttpUtil.is100ContinueExpected(request) && failure != null) {
      refuse(failure, refusal);
    }
  }

  /// A head waits for its body as long as the body may take: a large one is held like a body.
  private void reserveHead() {
    int bytes = -USUAL_HEAD_BYTES;
    var all = request.headers().iteratorCharSequence();
    while (all.hasNext()) {
      var header = all.next();
      bytes += header.getKey().length() + header.getValue().length() + HEADER_OBJECTS_BYTES;
    }
    if (bytes <= 0 || refuseNow) {
      return;
    }
    if (context.reserve(bytes)) {
      reserved += bytes;
    } else {
      refuse(
          new HttpFailure(503, "too many requests in work, come back in a second"),
          Refusal.TOO_MANY_BODIES);
    }
  }

  void add(ByteBuf content) {
    int more = content.readableBytes();
    if (body.length() + more > context.limits().wireBodyBytes()) {
      refuseTooLarge();
    } else if (!context.reserve(more)) {
      refuse(
          new HttpFailure(503, "too many bodies in work, come back in a second"),
          Refusal.TOO_MANY_BODIES);
    } else {
      reserved += more;
      body.add(content);
    }
  }

  private void refuseTooLarge() {
    refuse(
        new HttpFailure(
            413, "body is larger than %d bytes".formatted(context.limits().wireBodyBytes())),
        Refusal.BODY_TOO_LARGE);
  }

  private void refuse(HttpFailure why, Refusal counted) {
    failure = why;
    refusal = counted;
    refuseNow = true;
  }

  boolean mustRefuseNow() {
    return refuseNow;
  }

  HttpFailure failure() {
    return failure == null ? HttpFailure.badRequest("malformed request") : failure;
  }

  Refusal refusal() {
    return refusal;
  }

  boolean wantsContinue() {
    return HttpUtil.is100ContinueExpected(request);
  }

  boolean runsOnLoop() {
    return match == null || match.route().onLoop();
  }

  boolean isHead() {
    return request.method().name().equals("HEAD");
  }

  boolean isKeepAlive() {
    return HttpUtil.isKeepAlive(request) && context.limits().idleTime().isPositive();
  }

  boolean takesChunks() {
    return request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0;
  }

  boolean takesGzip() {
    return request.headers().get(HttpHeaderNames.ACCEPT_ENCODING, "").contains("gzip");
  }

  /// Runs the handler; whatever it throws becomes an answer.
  HttpAnswer answer() {
    long started = System.nanoTime();
    HttpAnswer answer;
    if (match == null || target == null) {
      context.watch().refused(refusal);
      answer = context.errors().answer(failure().status(), failure().text());
    } else {
      answer = answer(match, target);
    }
    String route = match == null ? "none" : match.route().pattern();
    context
        .watch()
        .answered(
            request.method().name(),
            route,
            answer.status(),
            Duration.ofNanos(System.nanoTime() - started));
    return answer;
  }

  private HttpAnswer answer(Routes.Match route, Target asked) {
    try {
      return route.route().handler().answer(call(route.parameters(), asked));
    } catch (HttpFailure failed) {
      return context.errors().answer(failed.status(), failed.text());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return context.errors().answer(503, "the server is stopping");
    } catch (Exception failed) {
      context.warnings().warn("call failed route={}", route.route().pattern(), failed);
      return context.errors().answer(500, "internal error");
    }
  }

  private HttpCall call(Map<String, String> parameters, Target asked) {
    byte[] unpacked = unpacked();
    int more = unpacked.length - body.length();
    if (more > 0 && !context.reserve(more)) {
      context.watch().refused(Refusal.TOO_MANY_BODIES);
      throw new HttpFailure(503, "too many bodies in work, come back in a second");
    }
    reserved += Math.max(0, more);
    String method = isHead() ? "GET" : request.method().name();
    return new HttpCall(
        method, asked, parameters, name -> request.headers().getAll(name), unpacked, remote);
  }

  private byte[] unpacked() {
    String encoding = String.join(", ", request.headers().getAll(HttpHeaderNames.CONTENT_ENCODING));
    try {
      return Inflation.inflated(body.toBytes(), encoding, context.limits().bodyBytes());
    } catch (HttpFailure refused) {
      Refusal why =
          switch (refused.status()) {
            case 413 -> Refusal.BODY_TOO_LARGE;
            case 415 -> Refusal.UNKNOWN_ENCODING;
            default -> Refusal.MALFORMED;
          };
      context.watch().refused(why);
      context.warnings().warn("refused remote={} why={} status={}", remote, why, refused.status());
      throw refused;
    }
  }

  /// Gives back the room that the body took.
  void release() {
    context.release(reserved);
    reserved = 0;
  }
}
