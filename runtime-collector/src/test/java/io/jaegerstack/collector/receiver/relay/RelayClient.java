package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.wire.relay.GoAway;
import io.jaegerstack.wire.relay.Hello;
import io.jaegerstack.wire.relay.MessageType;
import io.jaegerstack.wire.relay.Receipt;
import io.jaegerstack.wire.relay.Receipts;
import io.jaegerstack.wire.relay.Welcome;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.HexFormat;

/// A peer that says what a test wants, byte by byte where it must.
final class RelayClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  /// @param bytes from the length on
  record Message(int type, byte[] bytes) {}

  private final Socket socket;
  private final DataInputStream in;
  private final ArrayDeque<Receipt> receipts = new ArrayDeque<>();
  private int heartbeats;

  private RelayClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
  }

  /// Connected, and nothing said yet.
  static RelayClient silent(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new RelayClient(socket);
  }

  /// Connected, and welcome.
  static RelayClient of(int port) throws IOException {
    return of(port, "");
  }

  static RelayClient of(int port, String tenant) throws IOException {
    RelayClient client = silent(port);
    Welcome welcome = client.greet(tenant);
    if (welcome.status() != Welcome.Status.WELCOME) {
      throw new AssertionError(welcome.toString());
    }
    return client;
  }

  Welcome greet(String tenant) throws IOException {
    send(new Hello(tenant, "test").toBytes());
    Message answer = read();
    return Welcome.read(answer.bytes(), MessageType.PREFIX_BYTES, answer.bytes().length);
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /// As [#send(byte[])], where the other side may hang up meanwhile.
  void sendWhatItTakes(byte[] bytes) throws IOException {
    try {
      send(bytes);
    } catch (SocketException hungUp) {
      // Its end is what the test looks at.
    }
  }

  void sendHex(String hex) throws IOException {
    send(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  Message read() throws IOException {
    int length = in.readInt();
    byte[] bytes = new byte[MessageType.LENGTH_BYTES + length];
    in.readFully(bytes, MessageType.LENGTH_BYTES, length);
    return new Message(bytes[MessageType.LENGTH_BYTES], bytes);
  }

  /// The next receipt; heartbeats before it are counted.
  Receipt receipt() throws IOException {
    while (receipts.isEmpty()) {
      Message message = read();
      switch (message.type()) {
        case MessageType.HEARTBEAT -> heartbeats++;
        case MessageType.RECEIPTS ->
            receipts.addAll(
                Receipts.read(message.bytes(), MessageType.PREFIX_BYTES, message.bytes().length));
        default -> throw new AssertionError("message of type " + message.type());
      }
    }
    return receipts.remove();
  }

  GoAway goAway() throws IOException {
    Message message = read();
    if (message.type() != MessageType.GO_AWAY) {
      throw new AssertionError("message of type " + message.type());
    }
    return GoAway.read(message.bytes(), MessageType.PREFIX_BYTES, message.bytes().length);
  }

  int heartbeats() {
    return heartbeats;
  }

  /// Whether nothing comes for `millis`.
  boolean isSilentFor(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      in.readInt();
      return false;
    } catch (SocketTimeoutException silence) {
      return true;
    } finally {
      socket.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  /// Waits until the other side hangs up.
  void awaitEnd() throws IOException {
    try {
      while (in.read() >= 0) {
        // What it still says does not matter.
      }
    } catch (SocketException reset) {
      // That is an end, too.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
