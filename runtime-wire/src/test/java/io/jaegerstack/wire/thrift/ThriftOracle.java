package io.jaegerstack.wire.thrift;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import io.jaegertracing.agent.thrift.Agent;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.SpanRef;
import io.jaegertracing.thriftjava.SpanRefType;
import io.jaegertracing.thriftjava.TagType;
import java.util.Arrays;
import java.util.List;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.transport.TMemoryBuffer;

/// What libthrift and the classes generated from jaeger.thrift make of spans.
final class ThriftOracle {
  static final TProtocolFactory COMPACT = new TCompactProtocol.Factory();
  static final TProtocolFactory BINARY = new TBinaryProtocol.Factory();
  static final TProtocolFactory BINARY_NOT_STRICT = new TBinaryProtocol.Factory(false, false);

  private ThriftOracle() {}

  static TProtocolFactory factory(ThriftProtocol protocol) {
    return protocol == ThriftProtocol.COMPACT ? COMPACT : BINARY;
  }

  static byte[] emitBatch(Batch batch, TProtocolFactory factory) {
    return message("emitBatch", TMessageType.ONEWAY, batch, factory);
  }

  static byte[] message(String method, byte type, Batch batch, TProtocolFactory factory) {
    try {
      var buffer = new TMemoryBuffer(1024);
      TProtocol out = factory.getProtocol(buffer);
      out.writeMessageBegin(new TMessage(method, type, 7));
      new Agent.emitBatch_args(batch).write(out);
      out.writeMessageEnd();
      return Arrays.copyOf(buffer.getArray(), buffer.length());
    } catch (TException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] struct(TBase<?, ?> batch, TProtocolFactory factory) {
    try {
      return new TSerializer(factory).serialize(batch);
    } catch (TException e) {
      throw new IllegalStateException(e);
    }
  }

  static Batch batch(Process process, List<Span> spans) {
    return new Batch(process(process), spans.stream().map(ThriftOracle::span).toList());
  }

  static io.jaegertracing.thriftjava.Process process(Process process) {
    var thrift = new io.jaegertracing.thriftjava.Process(process.serviceName());
    return process.tags().isEmpty() ? thrift : thrift.setTags(tags(process.tags()));
  }

  static io.jaegertracing.thriftjava.Span span(Span span) {
    var thrift =
        new io.jaegertracing.thriftjava.Span(
            span.traceId().low(),
            span.traceId().high(),
            span.spanId().value(),
            0,
            span.operationName(),
            span.flags(),
            span.startNanos() / 1000,
            span.durationNanos() / 1000);
    thrift.setReferences(span.references().stream().map(ThriftOracle::reference).toList());
    thrift.setTags(tags(span.tags()));
    return thrift.setLogs(span.logs().stream().map(ThriftOracle::log).toList());
  }

  private static io.jaegertracing.thriftjava.Log log(Log log) {
    return new io.jaegertracing.thriftjava.Log(log.timeNanos() / 1000, tags(log.fields()));
  }

  private static SpanRef reference(Reference reference) {
    return new SpanRef(
        SpanRefType.valueOf(reference.type().name()),
        reference.traceId().low(),
        reference.traceId().high(),
        reference.spanId().value());
  }

  private static List<io.jaegertracing.thriftjava.Tag> tags(List<Tag> tags) {
    return tags.stream().map(ThriftOracle::tag).toList();
  }

  private static io.jaegertracing.thriftjava.Tag tag(Tag tag) {
    String key = tag.key();
    return switch (tag.value()) {
      case Tag.Text(var text) -> thrift(key, TagType.STRING).setVStr(text);
      case Tag.Bool(var flag) -> thrift(key, TagType.BOOL).setVBool(flag);
      case Tag.Int64(var number) -> thrift(key, TagType.LONG).setVLong(number);
      case Tag.Float64(var number) -> thrift(key, TagType.DOUBLE).setVDouble(number);
      case Tag.Binary(var bytes) -> thrift(key, TagType.BINARY).setVBinary(bytes);
    };
  }

  private static io.jaegertracing.thriftjava.Tag thrift(String key, TagType type) {
    return new io.jaegertracing.thriftjava.Tag(key, type);
  }
}
