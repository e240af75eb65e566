package io.jaegerstack.allinone;

import io.jaegertracing.agent.thrift.Agent;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Log;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import io.jaegertracing.thriftjava.SpanRef;
import io.jaegertracing.thriftjava.SpanRefType;
import io.jaegertracing.thriftjava.Tag;
import io.jaegertracing.thriftjava.TagType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.transport.TMemoryBuffer;

/// Batches with all that jaeger.thrift can say, by the clients' own generated classes.
final class ThriftBatches {
  private static final long START = 1_700_000_000_000_000L;

  /// `count` batches of different services, each with `spans` spans of one trace, whose id is the
  /// number of the batch after `first`.
  static List<Batch> of(long first, int count, int spans) {
    List<Batch> batches = new ArrayList<>();
    for (long trace = first; trace < first + count; trace++) {
      var process = new Process("service-" + trace);
      process.setTags(List.of(text("hostname", "node-" + trace), number("pid", trace)));
      var batch = new Batch(process, new ArrayList<>());
      for (int i = 1; i <= spans; i++) {
        batch.addToSpans(span(trace, i));
      }
      batches.add(batch);
    }
    return batches;
  }

  private static Span span(long trace, int i) {
    long id = trace << 20 | i;
    var span =
        new Span(
            trace,
            trace % 2,
            id,
            i == 1 ? 0 : trace << 20 | 1,
            "operation ž " + i,
            1,
            START + i,
            10L * i + 1);
    span.setTags(
        List.of(
            text("http.url", "http://shop/cart?ž=" + i),
            number("big", Long.MIN_VALUE + i),
            new Tag("cached", TagType.BOOL).setVBool(i % 2 == 0),
            new Tag("share", TagType.DOUBLE).setVDouble(0.125 * i),
            new Tag("raw", TagType.BINARY).setVBinary(new byte[] {0, (byte) i, -1})));
    span.setLogs(
        List.of(
            new Log(START + i, List.of(text("event", "retry"), number("attempt", i))),
            new Log(START + i + 1, List.of(text("event", "done")))));
    if (i > 1) {
      span.setReferences(List.of(new SpanRef(SpanRefType.FOLLOWS_FROM, 7, 0, i)));
    }
    return span;
  }

  private static Tag text(String key, String value) {
    return new Tag(key, TagType.STRING).setVStr(value);
  }

  private static Tag number(String key, long value) {
    return new Tag(key, TagType.LONG).setVLong(value);
  }

  /// As the Go client's file has them.
  static List<byte[]> structs(List<Batch> batches) {
    return batches.stream().map(ThriftBatches::struct).toList();
  }

  private static byte[] struct(Batch batch) {
    try {
      return new TSerializer(new TBinaryProtocol.Factory()).serialize(batch);
    } catch (TException broken) {
      throw new AssertionError(broken);
    }
  }

  /// As clients send them to an agent over UDP.
  static List<byte[]> datagrams(List<Batch> batches) {
    return batches.stream().map(b -> datagram(b, new TCompactProtocol.Factory())).toList();
  }

  /// As Node's client sends them.
  static List<byte[]> binaryDatagrams(List<Batch> batches) {
    return batches.stream().map(b -> datagram(b, new TBinaryProtocol.Factory())).toList();
  }

  private static byte[] datagram(Batch batch, TProtocolFactory protocol) {
    try {
      var buffer = new TMemoryBuffer(4096);
      new Agent.Client(protocol.getProtocol(buffer)).send_emitBatch(batch);
      return Arrays.copyOf(buffer.getArray(), buffer.length());
    } catch (TException broken) {
      throw new AssertionError(broken);
    }
  }

  /// The id of a batch's trace in the API.
  static String traceId(Batch batch) {
    Span span = batch.getSpans().getFirst();
    return span.getTraceIdHigh() == 0
        ? "%016x".formatted(span.getTraceIdLow())
        : "%016x%016x".formatted(span.getTraceIdHigh(), span.getTraceIdLow());
  }

  private ThriftBatches() {}
}
