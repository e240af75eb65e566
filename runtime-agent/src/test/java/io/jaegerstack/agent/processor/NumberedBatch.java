package io.jaegerstack.agent.processor;

import io.jaegerstack.wire.thrift.ClientStats;
import java.util.Arrays;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.jspecify.annotations.Nullable;

/// A call of `emitBatch` without spans, with a number and statistics: fields that the clients'
/// generated classes are too old to know.
final class NumberedBatch {
  private final TProtocol out;

  private NumberedBatch(TProtocol out) {
    this.out = out;
  }

  static byte[] packet(String uuid, @Nullable Long seqNo, @Nullable ClientStats stats) {
    try {
      var buffer = new TMemoryBuffer(256);
      new NumberedBatch(new TCompactProtocol(buffer)).write(uuid, seqNo, stats);
      return Arrays.copyOf(buffer.getArray(), buffer.length());
    } catch (TException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private void write(String uuid, @Nullable Long seqNo, @Nullable ClientStats stats)
      throws TException {
    out.writeMessageBegin(new TMessage("emitBatch", TMessageType.ONEWAY, 1));
    struct();
    field(1, TType.STRUCT);
    struct();
    field(1, TType.STRUCT);
    process(uuid);
    field(2, TType.LIST);
    out.writeListBegin(new TList(TType.STRUCT, 0));
    if (seqNo != null) {
      number(3, seqNo);
    }
    if (stats != null) {
      field(4, TType.STRUCT);
      struct();
      number(1, stats.fullQueueDroppedSpans());
      number(2, stats.tooLargeDroppedSpans());
      number(3, stats.failedToEmitSpans());
      end();
    }
    end();
    end();
  }

  private void process(String uuid) throws TException {
    struct();
    text(1, "shop");
    field(2, TType.LIST);
    out.writeListBegin(new TList(TType.STRUCT, 1));
    struct();
    text(1, "client-uuid");
    field(2, TType.I32);
    out.writeI32(0);
    text(3, uuid);
    end();
    end();
  }

  private void struct() throws TException {
    out.writeStructBegin(new TStruct());
  }

  private void end() throws TException {
    out.writeFieldStop();
    out.writeStructEnd();
  }

  private void field(int id, byte type) throws TException {
    out.writeFieldBegin(new TField("", type, (short) id));
  }

  private void text(int id, String value) throws TException {
    field(id, TType.STRING);
    out.writeString(value);
  }

  private void number(int id, long value) throws TException {
    field(id, TType.I64);
    out.writeI64(value);
  }
}
