package io.jaegerstack.server.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;

/// Netty's form of our answers.
final class Answers {
  /// What overloaded servers ask callers to wait.
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  static FullHttpResponse goOn() {
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
  }

  /// The last answer on its connection.
  static FullHttpResponse refusal(ErrorFormat errors, HttpFailure failure) {
    HttpAnswer answer = errors.answer(failure.status(), failure.text());
    byte[] bytes = answer.body() instanceof HttpAnswer.Body.Bytes body ? body.bytes() : new byte[0];
    var head = head(answer, false);
    return whole(head, bytes, false);
  }

  /// Status and headers, without those that tell the body's length.
  static HttpResponse head(HttpAnswer answer, boolean keepAlive) {
    var head =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
    if (!answer.contentType().isEmpty()) {
      head.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    }
    answer.headers().forEach(header -> head.headers().add(header.getKey(), header.getValue()));
    if (!keepAlive) {
      head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    if (answer.status() == 503 && !head.headers().contains(HttpHeaderNames.RETRY_AFTER)) {
      head.headers().set(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER.toSeconds());
    }
    return head;
  }

  /// With the length, and with the body unless only the head was asked for.
  static FullHttpResponse whole(HttpResponse head, byte[] body, boolean headOnly) {
    if (mayHaveBody(head.status().code())) {
      head.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    }
    var content = headOnly ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
    var full = new DefaultFullHttpResponse(head.protocolVersion(), head.status(), content);
    full.headers().set(head.headers());
    return full;
  }

  private static boolean mayHaveBody(int status) {
    return status != 204 && status != 304;
  }

  private Answers() {}
}
