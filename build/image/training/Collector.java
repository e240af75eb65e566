import static io.grpc.MethodDescriptor.MethodType.UNARY;

import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.jaegerstack.wire.relay.FrameHeader;
import io.jaegerstack.wire.relay.MessageType;
import io.jaegerstack.wire.relay.Receipt;
import io.jaegerstack.wire.relay.Receipts;
import io.jaegerstack.wire.relay.Welcome;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/// The other side of an agent in its training run: `relay PORT` or `grpc PORT`. Takes everything and keeps nothing.
/// Started from source, with the agent's jars on the class path.
public final class Collector {
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[1]);
    if (arguments[0].equals("relay")) {
      relay(port);
    } else {
      grpc(port);
    }
  }

  private static void relay(int port) throws IOException {
    try (var server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
      while (true) {
        Socket agent = server.accept();
        Thread.ofVirtual().start(() -> serve(agent));
      }
    }
  }

  private static void serve(Socket agent) {
    try (var in = new DataInputStream(agent.getInputStream())) {
      while (true) {
        byte[] message = in.readNBytes(in.readInt());
        agent.getOutputStream().write(answer(message));
      }
    } catch (IOException gone) {
      // The agent has ended.
    }
  }

  private static byte[] answer(byte[] message) {
    if (message[0] == MessageType.HELLO) {
      return Welcome.of(4 << 20, 8 << 20).toBytes();
    }
    var header = FrameHeader.read(message, 1, message.length);
    return Receipts.toBytes(List.of(Receipt.settled(header.id(), header.spans(), 0)));
  }

  /// Every method answers with an empty message.
  private static void grpc(int port) throws Exception {
    var anyMethod =
        new HandlerRegistry() {
          @Override
          public ServerMethodDefinition<byte[], byte[]> lookupMethod(String name, String authority) {
            var method = MethodDescriptor.newBuilder(RAW, RAW).setType(UNARY).setFullMethodName(name).build();
            return ServerMethodDefinition.create(
                method,
                ServerCalls.asyncUnaryCall(
                    (request, answer) -> {
                      answer.onNext(new byte[0]);
                      answer.onCompleted();
                    }));
          }
        };
    NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .fallbackHandlerRegistry(anyMethod)
        .build()
        .start()
        .awaitTermination();
  }

  private static final MethodDescriptor.Marshaller<byte[]> RAW =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] message) {
          return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException broken) {
            throw new UncheckedIOException(broken);
          }
        }
      };
}
