package io.jaegerstack.faults.traffic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/// A client with an agent: a datagram for each batch, numbered. For one load: numbers go up in the
/// order of sending.
public final class UdpSender implements Sender {
  /// The agent's two protocols of Jaeger's batches.
  public enum Protocol {
    COMPACT,
    BINARY
  }

  private final Protocol protocol;
  private final IntSupplier port;
  private final String uuid;
  private final DatagramSocket socket;
  private final AtomicLong seqNo = new AtomicLong();

  private UdpSender(Protocol protocol, IntSupplier port, String uuid) throws IOException {
    this.protocol = protocol;
    this.port = port;
    this.uuid = uuid;
    this.socket = new DatagramSocket();
  }

  /// @param port the agent's, asked each time: an agent that is started again has another one
  public static UdpSender of(Protocol protocol, IntSupplier port, String uuid) {
    try {
      return new UdpSender(protocol, port, uuid);
    } catch (IOException noSocket) {
      throw new UncheckedIOException(noSocket);
    }
  }

  @Override
  public Outcome send(List<TestSpan> batch) {
    long number = seqNo.incrementAndGet();
    byte[] bytes =
        switch (protocol) {
          case COMPACT -> ThriftBytes.compactDatagram(batch, uuid, number);
          case BINARY -> ThriftBytes.binaryDatagram(batch, uuid, number);
        };
    try {
      var to = InetAddress.getLoopbackAddress();
      socket.send(new DatagramPacket(bytes, bytes.length, to, port.getAsInt()));
      return Outcome.udp();
    } catch (IOException notSent) {
      return Outcome.unsent(notSent.toString());
    }
  }

  /// Datagrams so far.
  public long sent() {
    return seqNo.get();
  }

  @Override
  public void close() {
    socket.close();
  }
}
