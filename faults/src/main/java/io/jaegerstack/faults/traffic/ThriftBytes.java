package io.jaegerstack.faults.traffic;

import java.util.Arrays;
import java.util.List;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;

/// Batches in jaeger.thrift, by libthrift's protocols: with `client-uuid` and `seqNo`, as the Go
/// and Node clients write them and the Java client does not.
final class ThriftBytes {
  private static final int EXPECTED_BYTES = 4_096;
  private static final int TAG_STRING = 0;
  private static final int TAG_LONG = 3;

  /// The process tag by which agents tell clients apart.
  private static final String CLIENT_UUID = "client-uuid";

  private final TMemoryBuffer buffer;
  private final TProtocol out;

  private ThriftBytes(TProtocolFactory protocol) throws TException {
    this.buffer = new TMemoryBuffer(EXPECTED_BYTES);
    this.out = protocol.getProtocol(buffer);
  }

  static byte[] compactDatagram(List<TestSpan> batch, String uuid, long seqNo) {
    return datagram(new TCompactProtocol.Factory(), batch, uuid, seqNo);
  }

  static byte[] binaryDatagram(List<TestSpan> batch, String uuid, long seqNo) {
    return datagram(new TBinaryProtocol.Factory(), batch, uuid, seqNo);
  }

  private static byte[] datagram(
      TProtocolFactory protocol, List<TestSpan> batch, String uuid, long seqNo) {
    try {
      var bytes = new ThriftBytes(protocol);
      bytes.out.writeMessageBegin(new TMessage("emitBatch", TMessageType.ONEWAY, 0));
      bytes.out.writeStructBegin(new TStruct("emitBatch_args"));
      bytes.field("batch", TType.STRUCT, 1);
      bytes.batch(batch, uuid, seqNo);
      bytes.out.writeFieldEnd();
      bytes.end();
      bytes.out.writeMessageEnd();
      return bytes.written();
    } catch (TException impossible) {
      throw new IllegalStateException("writing to memory", impossible);
    }
  }

  /// As a body for `/api/traces`.
  static byte[] struct(List<TestSpan> batch, String uuid, long seqNo) {
    try {
      var bytes = new ThriftBytes(new TBinaryProtocol.Factory());
      bytes.batch(batch, uuid, seqNo);
      return bytes.written();
    } catch (TException impossible) {
      throw new IllegalStateException("writing to memory", impossible);
    }
  }

  private byte[] written() {
    return Arrays.copyOf(buffer.getArray(), buffer.length());
  }

  private void batch(List<TestSpan> spans, String uuid, long seqNo) throws TException {
    out.writeStructBegin(new TStruct("Batch"));
    field("process", TType.STRUCT, 1);
    out.writeStructBegin(new TStruct("Process"));
    string("serviceName", 1, spans.getFirst().service());
    field("tags", TType.LIST, 2);
    out.writeListBegin(new TList(TType.STRUCT, 1));
    tag(CLIENT_UUID, uuid);
    out.writeListEnd();
    out.writeFieldEnd();
    end();
    out.writeFieldEnd();
    field("spans", TType.LIST, 2);
    out.writeListBegin(new TList(TType.STRUCT, spans.size()));
    for (TestSpan span : spans) {
      span(span);
    }
    out.writeListEnd();
    out.writeFieldEnd();
    number("seqNo", 3, seqNo);
    end();
  }

  private void span(TestSpan span) throws TException {
    out.writeStructBegin(new TStruct("Span"));
    number("traceIdLow", 1, span.key().traceLow());
    number("traceIdHigh", 2, span.key().traceHigh());
    number("spanId", 3, span.key().spanId());
    number("parentSpanId", 4, span.parentId());
    string("operationName", 5, span.operation());
    field("flags", TType.I32, 7);
    out.writeI32(1);
    out.writeFieldEnd();
    number("startTime", 8, span.startMicros());
    number("duration", 9, span.durationMicros());
    field("tags", TType.LIST, 10);
    out.writeListBegin(new TList(TType.STRUCT, 2));
    tag(TestSpan.NUMBER, span.number());
    tag(TestSpan.TEXT, span.text());
    out.writeListEnd();
    out.writeFieldEnd();
    end();
  }

  private void tag(String key, String value) throws TException {
    tagBegin(key, TAG_STRING);
    string("vStr", 3, value);
    end();
  }

  private void tag(String key, long value) throws TException {
    tagBegin(key, TAG_LONG);
    number("vLong", 6, value);
    end();
  }

  private void tagBegin(String key, int type) throws TException {
    out.writeStructBegin(new TStruct("Tag"));
    string("key", 1, key);
    field("vType", TType.I32, 2);
    out.writeI32(type);
    out.writeFieldEnd();
  }

  private void field(String name, byte type, int id) throws TException {
    out.writeFieldBegin(new TField(name, type, (short) id));
  }

  private void number(String name, int id, long value) throws TException {
    field(name, TType.I64, id);
    out.writeI64(value);
    out.writeFieldEnd();
  }

  private void string(String name, int id, String value) throws TException {
    field(name, TType.STRING, id);
    out.writeString(value);
    out.writeFieldEnd();
  }

  private void end() throws TException {
    out.writeFieldStop();
    out.writeStructEnd();
  }
}
