package io.jaegerstack.agent.relay;

import com.github.luben.zstd.Zstd;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.wire.relay.Codec;
import io.jaegerstack.wire.relay.FrameBody;
import io.jaegerstack.wire.relay.FrameHeader;
import io.jaegerstack.wire.relay.GoAway;
import io.jaegerstack.wire.relay.Hello;
import io.jaegerstack.wire.relay.MessageType;
import io.jaegerstack.wire.relay.Receipt;
import io.jaegerstack.wire.relay.Receipts;
import io.jaegerstack.wire.relay.Welcome;
import io.jaegerstack.wire.thrift.ThriftBatchReader;
import io.jaegerstack.wire.thrift.ThriftProtocol;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/// A collector's side of the relay, that answers as a test wants.
public final class TestRelayCollector implements AutoCloseable {
  private static final int LARGEST = 1 << 20;

  /// A frame as it came.
  ///
  /// @param spans ids, as a reader finds them in its packets
  public record Came(FrameHeader header, Map<String, String> tags, List<Long> spans) {}

  private final ServerSocket server;
  private final List<Socket> sockets = new ArrayList<>();
  private final Queue<Came> frames = new ConcurrentLinkedQueue<>();
  private final Queue<Hello> hellos = new ConcurrentLinkedQueue<>();
  private volatile Function<Came, Receipt> answers =
      came -> Receipt.settled(came.header().id(), came.header().spans(), 0);
  private volatile Welcome welcome = Welcome.of(LARGEST, 8 << 20);

  private TestRelayCollector(ServerSocket server) {
    this.server = server;
  }

  public static TestRelayCollector start() throws IOException {
    return startOn(0);
  }

  public static TestRelayCollector startOn(int port) throws IOException {
    var server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    var collector = new TestRelayCollector(server);
    Thread.ofVirtual().start(collector::accept);
    return collector;
  }

  public int port() {
    return server.getLocalPort();
  }

  public String address() {
    return "127.0.0.1:" + port();
  }

  /// How to answer frames from now on; not at all where it is null.
  public void answers(Function<Came, Receipt> how) {
    answers = how;
  }

  public void welcome(Welcome said) {
    welcome = said;
  }

  public List<Came> frames() {
    return List.copyOf(frames);
  }

  public List<Hello> hellos() {
    return List.copyOf(hellos);
  }

  /// Ids of all spans that came, as often as they came.
  public List<Long> spans() {
    return frames.stream().flatMap(came -> came.spans().stream()).toList();
  }

  /// Breaks all connections.
  public void hangUp() throws IOException {
    synchronized (sockets) {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  /// Asks for no more frames on any connection.
  public void goAway() throws IOException {
    synchronized (sockets) {
      for (Socket socket : sockets) {
        socket.getOutputStream().write(new GoAway("test").toBytes());
      }
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        synchronized (sockets) {
          sockets.add(socket);
        }
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (var in = new DataInputStream(socket.getInputStream())) {
      while (true) {
        byte[] message = in.readNBytes(in.readInt());
        switch (message[0]) {
          case MessageType.HELLO -> {
            hellos.add(Hello.read(message, 1, message.length));
            socket.getOutputStream().write(welcome.toBytes());
          }
          case MessageType.FRAME -> frame(socket, message);
          default -> throw new IOException("message of type " + message[0]);
        }
      }
    } catch (IOException closed) {
      // The agent has gone, or the test hung up.
    }
  }

  private void frame(Socket socket, byte[] message) throws IOException {
    Came came = came(message);
    Function<Came, Receipt> how = answers;
    frames.add(came);
    Receipt receipt = how.apply(came);
    if (receipt != null) {
      socket.getOutputStream().write(Receipts.toBytes(List.of(receipt)));
    }
  }

  private static Came came(byte[] message) throws IOException {
    var header = FrameHeader.read(message, 1, message.length);
    int offset = message.length - header.bodyBytes();
    if (FrameHeader.checksum(message, offset, header.bodyBytes()) != header.crc()) {
      throw new IOException("checksum");
    }
    byte[] body = Arrays.copyOfRange(message, offset, message.length);
    if (header.codec() == Codec.ZSTD) {
      body = Zstd.decompress(body, header.unpackedBytes());
    }
    var packets = new FrameBody(body, 0, body.length);
    var reader = new ThriftBatchReader(new InternTable());
    var spans = new ArrayList<Long>();
    while (packets.next()) {
      var batch =
          reader.readEmitBatch(body, packets.offset(), packets.length(), ThriftProtocol.COMPACT);
      for (int i = 0; i < batch.spans().size(); i++) {
        spans.add(batch.spans().span(i).spanId);
      }
    }
    return new Came(header, packets.agentTags(), spans);
  }

  @Override
  public void close() throws IOException {
    server.close();
    hangUp();
  }
}
