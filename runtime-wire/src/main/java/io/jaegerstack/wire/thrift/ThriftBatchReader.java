package io.jaegerstack.wire.thrift;

import static io.jaegerstack.wire.thrift.ThriftType.I64;
import static io.jaegerstack.wire.thrift.ThriftType.LIST;
import static io.jaegerstack.wire.thrift.ThriftType.STOP;
import static io.jaegerstack.wire.thrift.ThriftType.STRING;
import static io.jaegerstack.wire.thrift.ThriftType.STRUCT;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.WireFormatException.Kind;
import org.jspecify.annotations.Nullable;

/// Batches of jaeger.thrift, as messages to an agent or as bare structs to a collector, to flat
/// spans; and what clients of Jaeger's first years send to an agent, Zipkin's spans.
///
/// Holds scratch: an instance belongs to one thread, which uses it again and again; the intern
/// table may be shared. What it returns keeps the input array, which nobody may write to from then
/// on. Bytes after the message are ignored, as Jaeger ignores them. Anything else that is not a
/// batch is a [WireFormatException], and costs no more memory than a small multiple of its size.
public final class ThriftBatchReader {
  static final RequiredFields BATCH = RequiredFields.of("Batch", 1, 2);
  static final RequiredFields PROCESS = RequiredFields.of("Process", 1);
  static final RequiredFields STATS = RequiredFields.of("ClientStats", 1, 2, 3);
  private static final Key NO_NAME = Key.of("");
  private static final FlatProcess NO_PROCESS =
      new FlatProcess(NO_NAME, new FlatTags(new byte[0], 0));

  private final InternTable keys;
  private final CompactReader compact = new CompactReader();
  private final BinaryReader binary = new BinaryReader();
  private final TagStructs tags;
  private final SpanStructs spans;
  private final ZipkinSpanReader zipkin;

  /// A reader that takes keys, service and operation names from `keys`.
  public ThriftBatchReader(InternTable keys) {
    this.keys = keys;
    this.tags = new TagStructs(keys);
    this.spans = new SpanStructs(keys, tags);
    this.zipkin = new ZipkinSpanReader(keys);
  }

  /// The batch in `packet`, a call of `Agent.emitBatch` or of `Agent.emitZipkinBatch`.
  public AgentMessage readEmitBatch(byte[] packet, ThriftProtocol protocol) {
    return readEmitBatch(packet, 0, packet.length, protocol);
  }

  /// The batch in the `length` bytes of `source` from `offset` on: a packet among others.
  public AgentMessage readEmitBatch(
      byte[] source, int offset, int length, ThriftProtocol protocol) {
    ThriftReader in = begin(source, protocol);
    in.begin(source, offset, offset + length);
    try {
      return isZipkin(in.message())
          ? AgentMessage.ofZipkin(zipkin.emitZipkinBatch(in))
          : arguments(in);
    } finally {
      in.end();
      tags.end();
    }
  }

  /// The batch in `body`, a bare `Batch`: what clients POST to a collector.
  public AgentMessage readBatch(byte[] body, ThriftProtocol protocol) {
    ThriftReader in = begin(body, protocol);
    try {
      return batch(in);
    } finally {
      in.end();
      tags.end();
    }
  }

  /// The batches in `arguments`, from byte `offset` to the end: what agents call
  /// `Collector.submitBatches` with, in the binary protocol and without a message around it. All of
  /// them as one batch, whose spans keep their own processes.
  public Submission readSubmitBatches(byte[] arguments, int offset) {
    binary.begin(arguments, offset);
    try {
      return submission(binary);
    } finally {
      binary.end();
      tags.end();
    }
  }

  private Submission submission(ThriftReader in) {
    var all = new SpanBatch(in.bytes);
    int batches = 0;
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> ThriftType.BITS;
      if (field != (1 << ThriftType.BITS | LIST)) {
        in.skip(field);
        continue;
      }
      all = new SpanBatch(in.bytes);
      batches = in.structs("batches");
      for (int i = 0; i < batches; i++) {
        SpanBatch one = batch(in).spans();
        all = batches == 1 ? one : joined(all, one);
      }
    }
    return new Submission(all, batches);
  }

  private static SpanBatch joined(SpanBatch all, SpanBatch more) {
    for (int i = 0; i < more.size(); i++) {
      all.add(more.span(i));
    }
    for (int i = 0; i < more.leftOut(); i++) {
      all.leaveOut();
    }
    return all;
  }

  private ThriftReader begin(byte[] input, ThriftProtocol protocol) {
    ThriftReader in =
        switch (protocol) {
          case COMPACT -> compact;
          case BINARY -> binary;
        };
    in.begin(input);
    return in;
  }

  static boolean isZipkin(MessageHeader header) {
    if (!header.isCall()) {
      throw ThriftReader.malformed(
          "message type is " + header.type() + ", expected a call (1 or 4)", 0);
    }
    return switch (header.method()) {
      case "emitBatch" -> false;
      case "emitZipkinBatch" -> true;
      default ->
          throw new WireFormatException(
              Kind.UNKNOWN_METHOD,
              "method is \""
                  + abbreviated(header.method())
                  + "\", expected emitBatch or emitZipkinBatch");
    };
  }

  private static String abbreviated(String method) {
    return method.length() <= 32 ? method : method.substring(0, 32) + "…";
  }

  private AgentMessage arguments(ThriftReader in) {
    AgentMessage message = null;
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> ThriftType.BITS;
      if (field == (1 << ThriftType.BITS | STRUCT)) {
        message = batch(in);
      } else {
        in.skip(field);
      }
    }
    if (message == null) {
      throw ThriftReader.malformed("emitBatch ends without its argument 1, a Batch", in.position);
    }
    return message;
  }

  private AgentMessage batch(ThriftReader in) {
    FlatProcess process = NO_PROCESS;
    SpanBatch batch = new SpanBatch(in.bytes);
    long seqNo = AgentMessage.NO_SEQ_NO;
    ClientStats stats = null;
    int seen = 0;
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> ThriftType.BITS;
      switch (field) {
        case 1 << ThriftType.BITS | STRUCT -> process = process(in);
        case 2 << ThriftType.BITS | LIST -> batch = spans(in);
        case 3 << ThriftType.BITS | I64 -> seqNo = in.i64();
        case 4 << ThriftType.BITS | STRUCT -> stats = stats(in);
        default -> {
          in.skip(field);
          continue;
        }
      }
      seen |= 1 << id;
    }
    BATCH.check(seen, in.position);
    return message(batch, process, seqNo, stats);
  }

  private static AgentMessage message(
      SpanBatch batch, FlatProcess process, long seqNo, @Nullable ClientStats stats) {
    for (int i = 0; i < batch.size(); i++) {
      batch.span(i).process = process;
    }
    return new AgentMessage(batch, process, seqNo, stats, false);
  }

  private SpanBatch spans(ThriftReader in) {
    var batch = new SpanBatch(in.bytes);
    int size = in.structs("spans");
    for (int i = 0; i < size; i++) {
      FlatSpan span = spans.span(in, NO_PROCESS);
      if (span.hasIds()) {
        batch.add(span);
      } else {
        batch.leaveOut();
      }
    }
    return batch;
  }

  private FlatProcess process(ThriftReader in) {
    Key name = NO_NAME;
    FlatTags processTags = new FlatTags(in.bytes, 0);
    int seen = 0;
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> ThriftType.BITS;
      switch (field) {
        case 1 << ThriftType.BITS | STRING -> {
          int length = in.length();
          name = keys.intern(in.bytes, in.position, length);
          in.position += length;
        }
        case 2 << ThriftType.BITS | LIST -> processTags = tags.list(in);
        default -> {
          in.skip(field);
          continue;
        }
      }
      seen |= 1 << id;
    }
    PROCESS.check(seen, in.position);
    return new FlatProcess(name, processTags);
  }

  private static ClientStats stats(ThriftReader in) {
    long fullQueue = 0;
    long tooLarge = 0;
    long failed = 0;
    int seen = 0;
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> ThriftType.BITS;
      switch (field) {
        case 1 << ThriftType.BITS | I64 -> fullQueue = in.i64();
        case 2 << ThriftType.BITS | I64 -> tooLarge = in.i64();
        case 3 << ThriftType.BITS | I64 -> failed = in.i64();
        default -> {
          in.skip(field);
          continue;
        }
      }
      seen |= 1 << id;
    }
    STATS.check(seen, in.position);
    return new ClientStats(fullQueue, tooLarge, failed);
  }
}
