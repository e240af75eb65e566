package io.jaegerstack.server.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// Unpacks a request's body, one layer of it, and never to more than it may have.
final class Inflation {
  /// @param encoding `Content-Encoding`
  /// @throws HttpFailure 415 for an encoding that is not known, 400 for bytes that are not of that
  ///   encoding, 413 beyond `most`
  static byte[] inflated(byte[] body, String encoding, int most) {
    return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> body;
      case "gzip", "x-gzip", "deflate" -> read(body, encoding, most);
      default ->
          throw new HttpFailure(
              415, "Content-Encoding \"%s\", expected gzip or deflate".formatted(encoding));
    };
  }

  private static byte[] read(byte[] body, String encoding, int most) {
    try (InputStream in = opened(body, encoding)) {
      byte[] out = in.readNBytes(most + 1);
      if (out.length > most) {
        throw new HttpFailure(413, "body is larger than %d bytes after unpacking".formatted(most));
      }
      return out;
    } catch (IOException broken) {
      throw HttpFailure.badRequest("body is not " + encoding + ": " + broken.getMessage());
    }
  }

  private static InputStream opened(byte[] body, String encoding) throws IOException {
    var packed = new ByteArrayInputStream(body);
    return encoding.strip().equalsIgnoreCase("deflate")
        ? new InflaterInputStream(packed)
        : new GZIPInputStream(packed);
  }

  private Inflation() {}
}
