package io.jaegerstack.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.fuzzing.FuzzTarget;
import io.jaegerstack.fuzzing.FuzzTests;
import io.jaegerstack.fuzzing.Grammar;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Heads, targets and bodies of requests are read or refused with a status, whatever they are.
class HttpFuzzTest {
  private static final int MOST = 64 * 1024;
  private static final Grammar HTTP =
      Grammar.ofTokens(
          bytes(
              "\r\n",
              "\r\n\r\n",
              "0\r\n\r\n",
              "Transfer-Encoding: chunked\r\n",
              "Content-Length: 5\r\n",
              "Content-Length: -1\r\n",
              "ffffffff\r\n",
              "8000000000000000\r\n",
              "; a=b",
              "HTTP/1.1",
              "GET ",
              "POST ",
              "%2e%2e",
              "%00",
              "%",
              "?",
              "&",
              "=",
              "+",
              "/../",
              "//",
              "http://",
              "http://h",
              "https://h/x",
              ";",
              "#",
              "*",
              "\0"));

  @TestFactory
  Stream<DynamicTest> requests() {
    return FuzzTests.of(List.of(target(), request(), body("gzip", true), body("deflate", false)));
  }

  private static FuzzTarget<?> target() {
    List<byte[]> samples =
        bytes(
            "/api/traces?service=a&tag=x%3Ay&tags=%7B%22a%22%3A%22b%22%7D",
            "/api/traces/0123456789abcdef/",
            "http://host:1/api/a%2Fb?x=1",
            "/sampling?service=%C5%BE",
            "/a?b=1&b=2;c=3",
            "/x+y?z=a+b#f");
    return FuzzTarget.<Target>of(
            "HTTP target",
            HTTP,
            samples,
            () -> input -> Target.of(new String(input, StandardCharsets.ISO_8859_1)))
        .refusing(HttpFailure.class)
        .allocating(120, 8 * 1024)
        .checking(
            (input, read) -> assertThat(read.segments()).doesNotContain("..", ".").isNotEmpty());
  }

  private static FuzzTarget<?> request() {
    List<byte[]> samples =
        bytes(
            "POST /api/traces HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde",
            "POST /v1/traces HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: u\r\n\r\n",
            "GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    return FuzzTarget.<List<byte[]>>of("HTTP request", HTTP, samples, () -> HttpFuzzTest::read)
        .refusing(HttpFailure.class)
        .allocating(100, 256 * 1024)
        .checking(
            (input, bodies) ->
                assertThat(bodies.stream().mapToInt(body -> body.length).sum())
                    .isLessThanOrEqualTo(input.length));
  }

  /// The bodies of all requests on a connection, as [HttpConnection] gathers them.
  private static List<byte[]> read(byte[] stream) {
    var config = new HttpDecoderConfig().setMaxInitialLineLength(4_096).setMaxHeaderSize(4_096);
    var channel = new EmbeddedChannel(new StrictRequestDecoder(config));
    var bodies = new ArrayList<byte[]>();
    try {
      channel.writeInbound(Unpooled.wrappedBuffer(stream));
      var body = new RequestBody();
      for (HttpObject part = channel.readInbound(); part != null; part = channel.readInbound()) {
        if (part.decoderResult().isFailure()) {
          throw HttpFailure.badRequest("malformed: " + part.decoderResult().cause());
        }
        if (part instanceof HttpRequest request) {
          Target.of(request.uri());
          body = new RequestBody();
        }
        if (part instanceof HttpContent content) {
          body.add(content.content());
          content.release();
          bodies.add(body.toBytes());
          body = new RequestBody();
        }
      }
      return bodies;
    } finally {
      channel.finishAndReleaseAll();
    }
  }

  private static FuzzTarget<?> body(String encoding, boolean isGzip) {
    var samples = new ArrayList<byte[]>();
    for (String text : List.of("", "abc", "a".repeat(100_000), "{\"resourceSpans\":[]}")) {
      samples.add(packed(text, isGzip));
    }
    return FuzzTarget.<byte[]>of(
            "HTTP body " + encoding,
            Grammar.ofTokens(List.of(new byte[] {0x1f, (byte) 0x8b, 8, 0x1f})),
            samples,
            () -> input -> Inflation.inflated(input, encoding, MOST))
        .refusing(HttpFailure.class)
        .allocating(4, 3 * MOST)
        .checking((input, read) -> assertThat(read.length).isLessThanOrEqualTo(MOST));
  }

  private static byte[] packed(String text, boolean isGzip) {
    var out = new ByteArrayOutputStream();
    try (OutputStream packing =
        isGzip ? new GZIPOutputStream(out) : new DeflaterOutputStream(out)) {
      packing.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  private static List<byte[]> bytes(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.ISO_8859_1)).toList();
  }
}
