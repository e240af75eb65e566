package io.jaegerstack.allinone;

import com.twitter.zipkin.thriftjava.Annotation;
import com.twitter.zipkin.thriftjava.AnnotationType;
import com.twitter.zipkin.thriftjava.BinaryAnnotation;
import com.twitter.zipkin.thriftjava.Endpoint;
import com.twitter.zipkin.thriftjava.Span;
import io.jaegertracing.agent.thrift.Agent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.transport.TMemoryBuffer;

/// Spans with all that Zipkin's thrift can say, by the clients' own generated classes.
final class ZipkinSpans {
  private static final long START = 1_700_000_000_000_000L;

  /// Each a trace of its own. None with both sides of a call: with a batch that has one, 1.17.1
  /// ends in a panic (it answers for each span that it made, and has room for each that came).
  static List<Span> all() {
    var web = new Endpoint(0x7f000001, (short) 80, "web");
    var orders = new Endpoint(0xc0a80001, (short) -1, "orders");
    orders.setIpv6(new byte[] {32, 1, 13, -72, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    List<Span> spans = new ArrayList<>();
    spans.add(span(1).setTimestamp(START).setDuration(900).setDebug(true).setParent_id(77));
    spans.getLast().setAnnotations(List.of(at(0, "cs", web), at(9, "cr", web), at(5, "x", web)));
    spans.add(span(2).setParent_id(0).setAnnotations(List.of(at(3, "sr", orders))));
    spans.add(span(3).setDuration(-7).setTimestamp(START));
    spans.add(
        span(5)
            .setAnnotations(
                List.of(
                    at(2, "ss", orders), at(7, "{\"a\":\"b\"}", web), at(8, "{\"a\":1}", web))));
    spans.add(span(6).setTrace_id_high(9).setTimestamp(START).setDuration(0));
    spans.getLast().setTrace_id_high(0);
    spans.getLast().setBinary_annotations(values(orders));
    spans.add(
        span(7)
            .setParent_id(3)
            .setAnnotations(List.of(at(4, "sr", orders), at(2, "one", web), at(1, "two", web))));
    return spans;
  }

  private static List<BinaryAnnotation> values(Endpoint host) {
    return List.of(
        binary("sa", AnnotationType.BOOL, 1).setHost(host),
        binary("ca", AnnotationType.BOOL, 1),
        binary("lc", AnnotationType.STRING, 'j', 'd', 'b', 'c').setHost(host),
        binary("bool", AnnotationType.BOOL, 1),
        binary("i16", AnnotationType.I16, 0xff, 0xfe),
        binary("i32", AnnotationType.I32, 0, 0, 1, 0),
        binary("i64", AnnotationType.I64, 0, 0, 0, 0, 0, 0, 1, 0),
        binary("double", AnnotationType.DOUBLE, 0x3f, 0xd0, 0, 0, 0, 0, 0, 0),
        binary("bytes", AnnotationType.BYTES, 1, 2, 255),
        binary("cut", AnnotationType.I64, 1, 2),
        binary("empty", AnnotationType.DOUBLE),
        binary("Error", AnnotationType.STRING, 'b', 'o', 'o', 'm'),
        binary("jaeger.hostname", AnnotationType.STRING, 'n', '1'),
        binary("jaegerClient", AnnotationType.STRING, 'g', 'o'));
  }

  private static Span span(long trace) {
    return new Span(trace, "name-" + trace, trace + 40, List.of(), List.of());
  }

  private static Annotation at(long offset, String value, Endpoint host) {
    return new Annotation(START + offset, value).setHost(host);
  }

  private static BinaryAnnotation binary(String key, AnnotationType type, int... bytes) {
    var value = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      value[i] = (byte) bytes[i];
    }
    return new BinaryAnnotation(key, ByteBuffer.wrap(value), type);
  }

  /// As clients send them to an agent over UDP.
  static byte[] datagram(List<Span> spans) {
    try {
      var buffer = new TMemoryBuffer(4096);
      new Agent.Client(new TCompactProtocol(buffer)).send_emitZipkinBatch(spans);
      return Arrays.copyOf(buffer.getArray(), buffer.length());
    } catch (TException broken) {
      throw new AssertionError(broken);
    }
  }

  /// The id of a span's trace in the API.
  static String traceId(Span span) {
    return "%016x".formatted(span.getTrace_id());
  }

  private ZipkinSpans() {}
}
