package io.jaegerstack.wire.thrift;

import static io.jaegerstack.wire.thrift.ThriftType.BITS;
import static io.jaegerstack.wire.thrift.ThriftType.LIST;
import static io.jaegerstack.wire.thrift.ThriftType.STOP;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;

/// Spans of zipkinCore.thrift, in the binary protocol, to flat spans, with Jaeger's translation:
/// `cs`, `cr`, `sr` and `ss` become kind and times, other annotations logs, binary annotations
/// tags, the host the process, `sa`, `ca` and `ma` the peer.
///
/// Holds scratch: an instance belongs to one thread. What it returns keeps the input array, which
/// nobody may write to from then on. Anything else than spans is a
/// [io.jaegerstack.wire.WireFormatException].
public final class ZipkinSpanReader {
  private final BinaryReader in = new BinaryReader();
  private final ZipkinSpanStructs structs;

  /// A reader that takes keys, service and operation names from `keys`.
  public ZipkinSpanReader(InternTable keys) {
    this.structs = new ZipkinSpanStructs(keys);
  }

  /// The spans in `arguments`, from byte `offset` to the end: what
  /// `ZipkinCollector.submitZipkinBatch` is called with, without a message around it.
  public Submission readSubmitZipkinBatch(byte[] arguments, int offset) {
    in.begin(arguments, offset);
    try {
      return submission();
    } finally {
      in.end();
      structs.end();
    }
  }

  /// The spans in `body`, a bare `list<Span>`: what is posted to `/api/v1/spans`.
  public Submission readList(byte[] body) {
    in.begin(body);
    try {
      return list();
    } finally {
      in.end();
      structs.end();
    }
  }

  private Submission submission() {
    var spans = new Submission(new SpanBatch(in.bytes), 0);
    boolean seen = false;
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      if (field != (1 << BITS | LIST) || seen) {
        in.skip(field);
        continue;
      }
      seen = true;
      spans = list();
    }
    return spans;
  }

  private Submission list() {
    var batch = new SpanBatch(in.bytes);
    int size = in.structs("spans");
    for (int i = 0; i < size; i++) {
      structs.addTo(batch, in);
    }
    return new Submission(batch, size);
  }
}
