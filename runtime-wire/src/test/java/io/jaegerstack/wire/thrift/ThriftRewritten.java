package io.jaegerstack.wire.thrift;

import com.twitter.zipkin.thriftjava.BinaryAnnotation;
import com.twitter.zipkin.thriftjava.ZipkinCollector;
import io.jaegertracing.agent.thrift.Agent;
import io.jaegertracing.thrift.sampling_manager.SamplingManager;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Collector;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.apache.thrift.transport.TTransportException;

/// What libthrift reads from bytes, written by it again; nothing where it refuses them. Our reader
/// has to find the same in both, unless one of the two misread the first.
public final class ThriftRewritten {
  private interface Copy {
    void copy(TProtocol in, TProtocol out) throws TException;
  }

  /// A call of `emitBatch` or `emitZipkinBatch`.
  public static Optional<byte[]> message(byte[] input, ThriftProtocol protocol) {
    return copied(
        input,
        ThriftOracle.factory(protocol),
        (in, out) -> {
          TMessage head = in.readMessageBegin();
          boolean isZipkin = head.name.equals("emitZipkinBatch");
          TBase<?, ?> call =
              isZipkin ? new Agent.emitZipkinBatch_args() : new Agent.emitBatch_args();
          call.read(in);
          if (call instanceof Agent.emitZipkinBatch_args zipkin) {
            refuseUnknownTypes(zipkin.getSpans());
          }
          out.writeMessageBegin(head);
          call.write(out);
        });
  }

  public static Optional<byte[]> batch(byte[] input) {
    return struct(input, new Batch());
  }

  public static Optional<byte[]> submitBatches(byte[] input) {
    return struct(input, new Collector.submitBatches_args());
  }

  public static Optional<byte[]> submitZipkinBatch(byte[] input) {
    return struct(input, new ZipkinCollector.submitZipkinBatch_args());
  }

  public static Optional<byte[]> samplingAnswer(byte[] input) {
    return struct(input, new SamplingManager.getSamplingStrategy_result());
  }

  public static Optional<byte[]> samplingQuestion(byte[] input) {
    return struct(input, new SamplingManager.getSamplingStrategy_args());
  }

  /// A bare list of Zipkin's spans.
  public static Optional<byte[]> zipkinList(byte[] input) {
    return copied(
        input,
        new TBinaryProtocol.Factory(),
        (in, out) -> {
          TList list = in.readListBegin();
          out.writeListBegin(new TList(TType.STRUCT, list.size));
          for (int i = 0; i < list.size; i++) {
            var span = new com.twitter.zipkin.thriftjava.Span();
            span.read(in);
            refuseUnknownTypes(List.of(span));
            span.write(out);
          }
        });
  }

  private static Optional<byte[]> struct(byte[] input, TBase<?, ?> empty) {
    return copied(
        input,
        new TBinaryProtocol.Factory(),
        (in, out) -> {
          empty.read(in);
          if (empty instanceof ZipkinCollector.submitZipkinBatch_args zipkin) {
            refuseUnknownTypes(zipkin.getSpans());
          }
          empty.write(out);
        });
  }

  /// Java's classes forget an enum's number that they do not know, and we do not.
  private static void refuseUnknownTypes(List<com.twitter.zipkin.thriftjava.Span> spans)
      throws TException {
    for (var span : spans == null ? List.<com.twitter.zipkin.thriftjava.Span>of() : spans) {
      for (var annotation :
          Objects.requireNonNullElse(span.getBinary_annotations(), List.<BinaryAnnotation>of())) {
        if (annotation.getAnnotation_type() == null) {
          throw new TException("annotation of an unknown type");
        }
      }
    }
  }

  private static Optional<byte[]> copied(byte[] input, TProtocolFactory protocol, Copy copy) {
    try {
      var buffer = new TMemoryBuffer(input.length + 16);
      copy.copy(protocol.getProtocol(from(input)), protocol.getProtocol(buffer));
      return Optional.of(Arrays.copyOf(buffer.getArray(), buffer.length()));
    } catch (TException | RuntimeException refused) {
      return Optional.empty();
    }
  }

  private static TMemoryInputTransport from(byte[] input) throws TTransportException {
    return new TMemoryInputTransport(input);
  }

  private ThriftRewritten() {}
}
