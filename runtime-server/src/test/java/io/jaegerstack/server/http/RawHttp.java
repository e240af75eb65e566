package io.jaegerstack.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A socket on which a test says exactly what it wants, right or wrong.
public final class RawHttp implements AutoCloseable {
  private final Socket socket;

  public RawHttp(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
  }

  public static String once(int port, String request) throws IOException {
    try (var raw = new RawHttp(port)) {
      return raw.send(request).readAll();
    }
  }

  public RawHttp send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawHttp send(byte[] bytes) throws IOException {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException refusedMeanwhile) {
      // the answer may have come before all was sent; reading shows it
    }
    return this;
  }

  /// Up to the end of the connection.
  public String readAll() throws IOException {
    var out = new ByteArrayOutputStream();
    try {
      InputStream in = socket.getInputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        out.write(b);
      }
    } catch (java.net.SocketException reset) {
      // as good as the end
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  /// `most` bytes, or what comes before the end of the connection.
  void read(int most) throws IOException {
    try {
      socket.getInputStream().readNBytes(most);
    } catch (java.net.SocketException reset) {
      // as good as the end
    }
  }

  /// Up to and with `end`.
  public String readUntil(String end) throws IOException {
    var out = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (out.indexOf(end) < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("connection ended before \"" + end + "\": " + out);
      }
      out.append((char) b);
    }
    return out.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
