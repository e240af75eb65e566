package io.jaegerstack.collector.receiver.relay;

import com.google.protobuf.ByteString;
import io.jaegertracing.agent.thrift.Agent;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.transport.TMemoryBuffer;

/// What clients send to agents, as generated code makes it.
final class Packets {
  @FunctionalInterface
  private interface Call {
    void on(Agent.Client client) throws TException;
  }

  /// A datagram with a span of the service `shop` for each id.
  static byte[] compact(long... ids) {
    return called(new TCompactProtocol.Factory(), client -> client.emitBatch(batch(ids)));
  }

  static byte[] binary(long... ids) {
    return called(new TBinaryProtocol.Factory(), client -> client.emitBatch(batch(ids)));
  }

  /// Zipkin's, in the compact protocol.
  static byte[] zipkin(long id) {
    var span = new com.twitter.zipkin.thriftjava.Span(id, "get", id, List.of(), List.of());
    return called(new TCompactProtocol.Factory(), client -> client.emitZipkinBatch(List.of(span)));
  }

  private static Batch batch(long... ids) {
    List<Span> spans =
        LongStream.of(ids).mapToObj(id -> new Span(id, 0, id, 0, "GET /", 1, 1_000, 5)).toList();
    return new Batch(new Process("shop"), spans);
  }

  private static byte[] called(TProtocolFactory protocol, Call call) {
    try {
      var memory = new TMemoryBuffer(1_024);
      call.on(new Agent.Client(protocol.getProtocol(memory)));
      return Arrays.copyOf(memory.getArray(), memory.length());
    } catch (TException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /// An OTLP request with a span.
  static byte[] otlp(long id) {
    var request = ExportTraceServiceRequest.newBuilder();
    request
        .addResourceSpansBuilder()
        .addScopeSpansBuilder()
        .addSpansBuilder()
        .setName("GET /")
        .setTraceId(bytes(16, id))
        .setSpanId(bytes(8, id));
    return request.build().toByteArray();
  }

  private static ByteString bytes(int length, long id) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(length).putLong(length - Long.BYTES, id).array());
  }

  private Packets() {}
}
