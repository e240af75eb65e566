package io.jaegerstack.collector.receiver;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// HTTP/2 by hand, for what no client library lets one send.
final class Http2Connection implements AutoCloseable {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  /// Bytes of a frame's head: length, type, flags, stream.
  private static final int HEAD_BYTES = 9;

  /// What HTTP/2 lets one send without asking.
  private static final int MOST_FRAME_BYTES = 1 << 14;

  private final Socket socket;
  private final DefaultHttp2HeadersDecoder hpack = new DefaultHttp2HeadersDecoder(false);

  private Http2Connection(Socket socket) {
    this.socket = socket;
  }

  static Http2Connection open(int port) throws IOException {
    return begun(new Socket("127.0.0.1", port));
  }

  /// One whose owner reads nothing for a while, so that what it is sent stays with the sender.
  static Http2Connection deaf(int port) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(1024);
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    return begun(socket);
  }

  private static Http2Connection begun(Socket socket) throws IOException {
    socket.setSoTimeout(20_000);
    var connection = new Http2Connection(socket);
    connection.raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    connection.frame(SETTINGS, 0, 0, new byte[0]);
    return connection;
  }

  /// A gRPC call on `stream`: its head and, as few DATA frames as can be, whatever bytes follow.
  void call(int stream, String method, byte[] data, String... moreHeaders) throws IOException {
    headers(stream, method, moreHeaders);
    int at = 0;
    for (; data.length - at > MOST_FRAME_BYTES; at += MOST_FRAME_BYTES) {
      frame(DATA, 0, stream, Arrays.copyOfRange(data, at, at + MOST_FRAME_BYTES));
    }
    frame(DATA, END_STREAM, stream, Arrays.copyOfRange(data, at, data.length));
  }

  /// As [#call], but the stream stays open and `total` bytes of a message are announced, of which
  /// only `sent` come.
  void halfCall(int stream, String method, int total, int sent) throws IOException {
    headers(stream, method);
    frame(DATA, 0, stream, ByteBuffer.allocate(5).put((byte) 0).putInt(total).array());
    for (int left = sent; left > 0; left -= MOST_FRAME_BYTES) {
      frame(DATA, 0, stream, new byte[Math.min(left, MOST_FRAME_BYTES)]);
    }
  }

  void headers(int stream, String method, String... more) throws IOException {
    frame(HEADERS, END_HEADERS, stream, block(method, more));
  }

  /// Headers of a call, packed.
  static byte[] block(String method, String... more) {
    var block = new ByteArrayOutputStream();
    literal(block, ":method", "POST");
    literal(block, ":scheme", "http");
    literal(block, ":path", "/" + method);
    literal(block, ":authority", "127.0.0.1");
    literal(block, "te", "trailers");
    literal(block, "content-type", "application/grpc");
    for (int i = 0; i < more.length; i += 2) {
      literal(block, more[i], more[i + 1]);
    }
    return block.toByteArray();
  }

  void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    var head =
        ByteBuffer.allocate(HEAD_BYTES)
            .put((byte) (payload.length >>> 16))
            .putShort((short) payload.length)
            .put((byte) type)
            .put((byte) flags)
            .putInt(stream);
    raw(head.array());
    raw(payload);
  }

  void raw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /// Reads until the server ends `stream` or the connection, and says whether it did so in time.
  boolean awaitEnd(int stream) {
    try {
      var in = new DataInputStream(socket.getInputStream());
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int of = in.readInt();
        in.readNBytes(length);
        boolean reset = type == 3 || type == 7;
        boolean ended =
            of == stream && (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        if (reset || ended) {
          return true;
        }
      }
    } catch (java.net.SocketTimeoutException silent) {
      return false;
    } catch (IOException closed) {
      return true;
    }
  }

  /// Reads until the server has answered on `stream`, or has ended it or the connection, and tells
  /// how: `grpc-status 3`, `status 431`, `reset PROTOCOL_ERROR`, `goaway ENHANCE_YOUR_CALM`,
  /// `closed`, or `silence` where it does nothing of it in time.
  String awaitAnswer(int stream) {
    try {
      var in = new DataInputStream(socket.getInputStream());
      String status = "";
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int of = in.readInt();
        byte[] payload = in.readNBytes(length);
        if (type == Http2FrameTypes.GO_AWAY && of == 0) {
          return "goaway " + error(payload, Integer.BYTES);
        }
        if (type == HEADERS) {
          String told = status(payload);
          status = of == stream ? told : status;
        }
        if (of == stream && type == Http2FrameTypes.RST_STREAM) {
          return status.isEmpty() ? "reset " + error(payload, 0) : status;
        }
        if (of == stream && (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
          return status;
        }
      }
    } catch (java.net.SocketTimeoutException silent) {
      return "silence";
    } catch (IOException closed) {
      return "closed";
    }
  }

  private static String error(byte[] payload, int at) {
    return String.valueOf(Http2Error.valueOf(ByteBuffer.wrap(payload).getInt(at)));
  }

  /// Every block has to be read, since later ones refer to it.
  private String status(byte[] block) throws IOException {
    try {
      var headers = hpack.decodeHeaders(1, Unpooled.wrappedBuffer(block));
      CharSequence grpc = headers.get("grpc-status");
      return grpc == null ? "status " + headers.status() : "grpc-status " + grpc;
    } catch (Http2Exception broken) {
      throw new IOException(broken);
    }
  }

  /// Reads until the server ends the connection, and says whether it did so in time.
  boolean awaitClosed() {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (java.net.SocketTimeoutException silent) {
      return false;
    } catch (IOException closed) {
      return true;
    }
  }

  /// Literal header field without indexing, new name, no Huffman (RFC 7541, 6.2.2).
  private static void literal(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    text(block, name);
    text(block, value);
  }

  private static void text(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length < 127) {
      block.write(bytes.length);
    } else {
      block.write(127);
      int left = bytes.length - 127;
      while (left >= 128) {
        block.write(left % 128 + 128);
        left /= 128;
      }
      block.write(left);
    }
    block.writeBytes(bytes);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
