package io.jaegerstack.agent;

import io.jaegertracing.agent.thrift.Agent;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import io.jaegertracing.thriftjava.Tag;
import io.jaegertracing.thriftjava.TagType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  private static final TProtocolFactory COMPACT = new TCompactProtocol.Factory();
  private static final TProtocolFactory BINARY = new TBinaryProtocol.Factory();

  /// `emitBatch` over the compact protocol: spans with ids `first`, `first + 1`, … of `service`.
  public static byte[] compact(String service, long first, int spans) {
    return message("emitBatch", TMessageType.ONEWAY, batch(service, first, spans), COMPACT);
  }

  public static byte[] binary(String service, long first, int spans) {
    return message("emitBatch", TMessageType.ONEWAY, batch(service, first, spans), BINARY);
  }

  /// A well-formed call of something else.
  public static byte[] otherMethod(String method) {
    return message(method, TMessageType.ONEWAY, batch("service", 1, 1), COMPACT);
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
    try {
      var buffer = new TMemoryBuffer(1024);
      TProtocol out = factory.getProtocol(buffer);
      out.writeMessageBegin(new TMessage(method, type, 7));
      new Agent.emitBatch_args(batch).write(out);
      out.writeMessageEnd();
      return Arrays.copyOf(buffer.getArray(), buffer.length());
    } catch (TException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private Packets() {}
}
