package io.jaegerstack.query.http;

import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.HttpCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Packs answers with gzip for callers that take it.
final class Compression {
  /// Below it, the packed form saves no packet.
  private static final int WORTH_BYTES = 1_024;

  private static final int BUFFER_BYTES = 8 * 1024;

  static HttpAnswer of(HttpCall call, HttpAnswer answer) {
    if (!isWorthIt(answer)) {
      return answer;
    }
    HttpAnswer varying = answer.with("Vary", "Accept-Encoding");
    return takesGzip(call) ? packed(varying.with("Content-Encoding", "gzip")) : varying;
  }

  private static boolean isWorthIt(HttpAnswer answer) {
    boolean packedAlready =
        answer.headers().stream().anyMatch(header -> header.getKey().equals("Content-Encoding"));
    boolean text = answer.contentType().contains("json") || answer.contentType().contains("text/");
    return text && !packedAlready && !isSmall(answer);
  }

  private static boolean isSmall(HttpAnswer answer) {
    return answer.body() instanceof HttpAnswer.Body.Bytes(byte[] bytes)
        && bytes.length < WORTH_BYTES;
  }

  private static HttpAnswer packed(HttpAnswer answer) {
    HttpAnswer.Body body =
        switch (answer.body()) {
          case HttpAnswer.Body.Bytes(byte[] bytes) -> new HttpAnswer.Body.Bytes(gzip(bytes));
          case HttpAnswer.Body.Stream(var writer) -> new HttpAnswer.Body.Stream(new Packed(writer));
        };
    return new HttpAnswer(answer.status(), answer.contentType(), answer.headers(), body);
  }

  static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream(bytes.length / 2);
    try (var packing = new FastGzip(out)) {
      packing.write(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
    return out.toByteArray();
  }

  /// True where `Accept-Encoding` names gzip, or anything, and not with weight 0.
  static boolean takesGzip(HttpCall call) {
    for (String coding : call.header("accept-encoding").orElse("").split(",", -1)) {
      String[] parts = coding.strip().toLowerCase(Locale.ROOT).split(";", 2);
      String name = parts[0].strip();
      boolean refused = parts.length == 2 && parts[1].strip().matches("q=0(\\.0*)?");
      if (name.equals("gzip") || name.equals("*")) {
        return !refused;
      }
    }
    return false;
  }

  /// A body that is packed while it is written.
  private record Packed(HttpAnswer.BodyWriter writer) implements HttpAnswer.BodyWriter {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      try (var packing = new FastGzip(out)) {
        writer.writeTo(packing);
      }
    }

    @Override
    public void close() {
      writer.close();
    }
  }

  /// At the quickest level: traces are repetitive enough, and the caller waits. Closing it closes
  /// the stream below, which for a connection means nothing, and frees the native memory of the
  /// packer.
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, BUFFER_BYTES);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private Compression() {}
}
