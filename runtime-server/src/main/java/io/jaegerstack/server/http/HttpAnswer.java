package io.jaegerstack.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What goes back to the caller.
///
/// @param headers beside `Content-Type`, `Content-Length` and what belongs to the connection, which
///   the server writes
public record HttpAnswer(
    int status, String contentType, List<Map.Entry<String, String>> headers, Body body) {
  /// The content, known or to be written.
  public sealed interface Body {
    record Bytes(byte[] bytes) implements Body {}

    /// Of unknown length: sent in chunks as it is written.
    record Stream(BodyWriter writer) implements Body {}
  }

  /// Writes a body. Runs on a virtual thread, and waits in `write` while the caller reads slowly.
  @FunctionalInterface
  public interface BodyWriter {
    void writeTo(OutputStream out) throws IOException;

    /// Lets go of what the body is made of. Called exactly once for every answer that reaches the
    /// server, on the thread of its handler, also where the body is not asked for (`HEAD`).
    default void close() {}
  }

  public HttpAnswer {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status " + status + ", expected 200 to 599");
    }
    headers = List.copyOf(headers);
  }

  public static HttpAnswer bytes(int status, String contentType, byte[] bytes) {
    return new HttpAnswer(status, contentType, List.of(), new Body.Bytes(bytes));
  }

  public static HttpAnswer text(int status, String contentType, String text) {
    return bytes(status, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  public static HttpAnswer json(byte[] bytes) {
    return bytes(200, "application/json", bytes);
  }

  public static HttpAnswer stream(int status, String contentType, BodyWriter writer) {
    return new HttpAnswer(status, contentType, List.of(), new Body.Stream(writer));
  }

  void close() {
    if (body instanceof Body.Stream(BodyWriter writer)) {
      writer.close();
    }
  }

  /// A status alone.
  public static HttpAnswer empty(int status) {
    return bytes(status, "", new byte[0]);
  }

  public static HttpAnswer redirect(String location) {
    return empty(302).with("Location", location);
  }

  public HttpAnswer with(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(Map.entry(name, value));
    return new HttpAnswer(status, contentType, more, body);
  }
}
