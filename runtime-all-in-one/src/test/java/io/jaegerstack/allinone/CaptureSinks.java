package io.jaegerstack.allinone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/// Takes what a client sends, over UDP, HTTP and gRPC alike, and answers that all is well.
final class CaptureSinks implements AutoCloseable {
  private static final int MAX_DATAGRAM = 65_535;
  private static final int GRPC_PORT = 4317;

  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private final List<byte[]> taken = new CopyOnWriteArrayList<>();
  private final DatagramSocket udp = new DatagramSocket(0, loopback);
  private final HttpServer http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
  private final Server grpc;

  CaptureSinks() throws IOException {
    Thread.ofVirtual().start(this::receive);
    http.createContext("/", this::receive);
    http.start();
    grpc =
        NettyServerBuilder.forAddress(new InetSocketAddress(loopback, 0))
            .fallbackHandlerRegistry(new AnyMethod())
            .build()
            .start();
  }

  /// The port that stands for one of Jaeger's.
  int port(int jaegers) {
    return switch (jaegers) {
      case 5775, 6831, 6832 -> udp.getLocalPort();
      case GRPC_PORT -> grpc.getPort();
      default -> http.getAddress().getPort();
    };
  }

  /// Datagrams, bodies of HTTP requests without their compression, messages of gRPC calls; in the
  /// order of arrival.
  List<byte[]> taken() {
    return taken;
  }

  private void receive() {
    var packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
    try {
      while (true) {
        packet.setLength(MAX_DATAGRAM);
        udp.receive(packet);
        taken.add(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
      }
    } catch (IOException closed) {
      // The end.
    }
  }

  private void receive(HttpExchange exchange) throws IOException {
    boolean compressed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    InputStream body = exchange.getRequestBody();
    taken.add((compressed ? new GZIPInputStream(body) : body).readAllBytes());
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    byte[] answer = new byte[0];
    if (type.equals("application/json")) {
      answer = new byte[] {'{', '}'};
    }
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Override
  public void close() {
    udp.close();
    http.stop(0);
    grpc.shutdownNow();
  }

  private final class AnyMethod extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
      var method =
          MethodDescriptor.newBuilder(new Raw(), new Raw())
              .setType(MethodType.UNARY)
              .setFullMethodName(name)
              .build();
      return ServerMethodDefinition.create(
          method,
          ServerCalls.asyncUnaryCall(
              (request, answer) -> {
                taken.add(request);
                answer.onNext(new byte[0]);
                answer.onCompleted();
              }));
    }
  }

  private static final class Raw implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
