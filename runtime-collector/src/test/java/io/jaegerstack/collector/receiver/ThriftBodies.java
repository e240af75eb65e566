package io.jaegerstack.collector.receiver;

import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;

/// Bodies of `POST /api/traces` as Jaeger's generated code makes them.
final class ThriftBodies {
  /// A span of the service `shop` for each id.
  static byte[] batch(long... ids) {
    List<Span> spans =
        LongStream.of(ids).mapToObj(id -> new Span(id, 0, id, 0, "GET /", 1, 1_000, 5)).toList();
    try {
      return new TSerializer(new TBinaryProtocol.Factory())
          .serialize(new Batch(new Process("shop"), spans));
    } catch (TException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private ThriftBodies() {}
}
