package io.jaegerstack.allinone;

import io.jaegertracing.agent.thrift.Agent;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.transport.TMemoryBuffer;

/// Sends spans as a Jaeger client does: one `emitBatch` per datagram, written by the clients' own
/// generated code.
final class UdpClient {
  static void sendCompact(int port, String service, long traceId, int spans) {
    send(port, new TCompactProtocol.Factory(), service, traceId, spans);
  }

  static void sendBinary(int port, String service, long traceId, int spans) {
    send(port, new TBinaryProtocol.Factory(), service, traceId, spans);
  }

  private static void send(
      int port, TProtocolFactory protocol, String service, long traceId, int spans) {
    List<Span> batch =
        java.util.stream.LongStream.rangeClosed(1, spans)
            .mapToObj(
                i ->
                    new Span(
                        traceId,
                        0,
                        traceId * 1000 + i,
                        i == 1 ? 0 : traceId * 1000 + 1,
                        "op-" + i,
                        1,
                        System.currentTimeMillis() * 1000,
                        5_000))
            .toList();
    try (var socket = new DatagramSocket()) {
      var buffer = new TMemoryBuffer(1024);
      new Agent.Client(protocol.getProtocol(buffer))
          .send_emitBatch(new Batch(new Process(service), batch));
      socket.send(
          new DatagramPacket(
              buffer.getArray(), buffer.length(), InetAddress.getLoopbackAddress(), port));
    } catch (IOException | TException failed) {
      throw new AssertionError(failed);
    }
  }

  private UdpClient() {}
}
