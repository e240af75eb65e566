package io.jaegerstack.faults.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A request or an answer of HTTP/1.1, whole.
///
/// @param start the first line
/// @param headers lines, without those that say how long the body is
record HttpMessage(String start, List<String> headers, byte[] body) {
  private static final String LENGTH = "content-length:";
  private static final String CHUNKED = "transfer-encoding:";
  private static final int HEX = 16;

  HttpMessage {
    headers = List.copyOf(headers);
  }

  static HttpMessage answer(int status, String type, String body, String... headers) {
    var lines = new ArrayList<>(List.of("Content-Type: " + type));
    lines.addAll(List.of(headers));
    return new HttpMessage(
        "HTTP/1.1 %d Fault".formatted(status), lines, body.getBytes(StandardCharsets.UTF_8));
  }

  /// The next one, or none where the other side has ended.
  static Optional<HttpMessage> read(InputStream in) throws IOException {
    String start = line(in);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    var headers = new ArrayList<String>();
    int length = 0;
    boolean chunked = false;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith(LENGTH)) {
        length = Integer.parseInt(line.substring(LENGTH.length()).strip());
      } else if (lower.startsWith(CHUNKED)) {
        chunked = true;
      } else {
        headers.add(line);
      }
    }
    byte[] body = chunked ? chunks(in) : exactly(in, length);
    return Optional.of(new HttpMessage(start, headers, body));
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private static byte[] chunks(InputStream in) throws IOException {
    var body = new ByteArrayOutputStream();
    for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
      body.write(exactly(in, size));
      line(in);
    }
    line(in);
    return body.toByteArray();
  }

  private static int chunkSize(InputStream in) throws IOException {
    return Integer.parseInt(line(in).split(";", 2)[0].strip(), HEX);
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("%d bytes of a body of %d".formatted(body.length, length));
    }
    return body;
  }

  /// Head and body, of which the head says the length.
  byte[] bytes() {
    var out = new ByteArrayOutputStream(body.length + 512);
    out.writeBytes(head().getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(body);
    return out.toByteArray();
  }

  private String head() {
    var head = new StringBuilder(start).append("\r\n");
    headers.forEach(header -> head.append(header).append("\r\n"));
    return head.append("Content-Length: ").append(body.length).append("\r\n\r\n").toString();
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes());
    out.flush();
  }

  HttpMessage with(byte[] otherBody) {
    return new HttpMessage(start, headers, otherBody);
  }

  String method() {
    return start.split(" ", 2)[0];
  }

  /// Of a request, with its query.
  String path() {
    return start.split(" ", 3)[1];
  }

  int status() {
    return Integer.parseInt(path());
  }
}
