package io.jaegerstack.collector.receiver;

import io.jaegerstack.server.http.RawHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// Somebody who writes HTTP/1.1 by hand, right or wrong. Every method tells the statuses that were
/// answered, with a space between two.
record HttpStranger(IntSupplier port) {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");

  /// A filter for bytes on their way out.
  @FunctionalInterface
  private interface Packing {
    OutputStream over(OutputStream out) throws IOException;
  }

  /// Sends the parts and reads to the end of the connection.
  String send(byte[]... parts) throws IOException {
    try (var raw = new RawHttp(port.getAsInt())) {
      for (byte[] part : parts) {
        raw.send(part);
      }
      return statuses(raw.readAll());
    }
  }

  /// Sends the parts and hangs up.
  String hangUp(byte[]... parts) throws IOException {
    try (var raw = new RawHttp(port.getAsInt())) {
      for (byte[] part : parts) {
        raw.send(part);
      }
    }
    return "";
  }

  /// A request in order, but for what is in it.
  ///
  /// @param headers more of them, each with `\r\n` at its end
  String request(String method, String path, String headers, byte[] body) throws IOException {
    String length = "Content-Length: " + body.length + "\r\nConnection: close\r\n\r\n";
    return send(bytes(line(method, path) + headers + length), body);
  }

  /// The request line and the host.
  static String line(String method, String path) {
    return method + " " + path + " HTTP/1.1\r\nHost: x\r\n";
  }

  private static String statuses(String answers) {
    return STATUS
        .matcher(answers)
        .results()
        .map(status -> status.group(1))
        .collect(Collectors.joining(" "));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Zeros that would take 256 MiB, more than any input may cost.
  static byte[] bomb() {
    return Bombs.GZIP;
  }

  static byte[] deflatedBomb() {
    return Bombs.DEFLATE;
  }

  /// Made once, when somebody asks.
  private static final class Bombs {
    private static final int BYTES = 256 << 20;
    static final byte[] GZIP = gzip(new byte[BYTES]);
    static final byte[] DEFLATE = deflate(new byte[BYTES]);
  }

  static byte[] gzip(byte[] plain) {
    return packed(plain, GZIPOutputStream::new);
  }

  static byte[] deflate(byte[] plain) {
    return packed(plain, DeflaterOutputStream::new);
  }

  private static byte[] packed(byte[] plain, Packing packing) {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream out = packing.over(bytes)) {
      out.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
