package io.jaegerstack.agent;

import com.twitter.zipkin.thriftjava.Annotation;
import com.twitter.zipkin.thriftjava.Endpoint;
import io.jaegertracing.agent.thrift.Agent;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import io.jaegertracing.thriftjava.Tag;
import io.jaegertracing.thriftjava.TagType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.transport.TMemoryBuffer;

/// Datagrams as Jaeger's clients write them, by the clients' own generated classes.
public final class Packets {
  public static final TProtocolFactory COMPACT = new TCompactProtocol.Factory();
  public static final TProtocolFactory BINARY = new TBinaryProtocol.Factory();

  /// `emitBatch` over the compact protocol: spans with ids `first`, `first + 1`, … of `service`.
  public static byte[] compact(String service, long first, int spans) {
    return message("emitBatch", TMessageType.ONEWAY, batch(service, first, spans), COMPACT);
  }

  public static byte[] binary(String service, long first, int spans) {
    return message("emitBatch", TMessageType.ONEWAY, batch(service, first, spans), BINARY);
  }

  /// `emitZipkinBatch`: a span of `service` for each id.
  public static byte[] zipkin(TProtocolFactory protocol, String service, long... ids) {
    var host = new Endpoint(0x0a000007, (short) 80, service);
    List<com.twitter.zipkin.thriftjava.Span> spans =
        LongStream.of(ids)
            .mapToObj(
                id ->
                    new com.twitter.zipkin.thriftjava.Span(
                        id,
                        "operation",
                        id,
                        List.of(new Annotation(1_700_000_000_000_000L, "sr").setHost(host)),
                        List.of()))
            .toList();
    return message(
        "emitZipkinBatch", TMessageType.ONEWAY, new Agent.emitZipkinBatch_args(spans), protocol);
  }

  /// A well-formed call of something else.
  public static byte[] otherMethod(String method) {
    return message(method, TMessageType.ONEWAY, batch("service", 1, 1), COMPACT);
  }

  public static byte[] otherBinaryMethod(String method) {
    return message(method, TMessageType.ONEWAY, batch("service", 1, 1), BINARY);
  }

  private static Batch batch(String service, long first, int count) {
    var spans = new ArrayList<Span>();
    for (long id = first; id < first + count; id++) {
      var span = new Span(id, 0, id, 0, "operation", 1, 1_700_000_000_000_000L + id, 1_000);
      span.setTags(
          List.of(
              new Tag("http.method", TagType.STRING).setVStr("GET"),
              new Tag("http.status_code", TagType.LONG).setVLong(200)));
      spans.add(span);
    }
    var process = new Process(service);
    process.setTags(List.of(new Tag("hostname", TagType.STRING).setVStr("host")));
    return new Batch(process, spans);
  }

  private static byte[] message(String method, byte type, Batch batch, TProtocolFactory factory) {
    return message(method, type, new Agent.emitBatch_args(batch), factory);
  }

  private static byte[] message(
      String method, byte type, TBase<?, ?> arguments, TProtocolFactory factory) {
    try {
      var buffer = new TMemoryBuffer(1024);
      TProtocol out = factory.getProtocol(buffer);
      out.writeMessageBegin(new TMessage(method, type, 7));
      arguments.write(out);
      out.writeMessageEnd();
      return Arrays.copyOf(buffer.getArray(), buffer.length());
    } catch (TException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private Packets() {}
}
