package io.jaegerstack.wire.thrift;

import static io.jaegerstack.wire.thrift.ThriftType.BITS;
import static io.jaegerstack.wire.thrift.ThriftType.LIST;
import static io.jaegerstack.wire.thrift.ThriftType.STOP;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import org.jspecify.annotations.Nullable;

/// Spans of zipkinCore.thrift, mostly in the binary protocol, to flat spans, with Jaeger's
/// translation: `cs`, `cr`, `sr` and `ss` become kind and times, other annotations logs, binary
/// annotations tags, the host the process, `sa`, `ca` and `ma` the peer.
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
      Submission spans = submission(in);
      return spans == null ? new Submission(new SpanBatch(arguments), 0) : spans;
    } finally {
      in.end();
      structs.end();
    }
  }

  /// The spans in `body`, a bare `list<Span>`: what is posted to `/api/v1/spans`.
  public Submission readList(byte[] body) {
    in.begin(body);
    try {
      return list(in);
    } finally {
      in.end();
      structs.end();
    }
  }

  /// The spans that `Agent.emitZipkinBatch` is called with, from the position of `message` on.
  Submission emitZipkinBatch(ThriftReader message) {
    try {
      Submission spans = submission(message);
      if (spans == null) {
        throw ThriftReader.malformed(
            "emitZipkinBatch ends without its argument 1, a list of spans", message.position);
      }
      return spans;
    } finally {
      structs.end();
    }
  }

  private @Nullable Submission submission(ThriftReader from) {
    Submission spans = null;
    int id = 0;
    for (int field = from.field(id); field != STOP; field = from.field(id)) {
      id = field >> BITS;
      if (field == (1 << BITS | LIST)) {
        spans = list(from);
      } else {
        from.skip(field);
      }
    }
    return spans;
  }

  private Submission list(ThriftReader from) {
    var batch = new SpanBatch(from.bytes);
    int size = from.structs("spans");
    for (int i = 0; i < size; i++) {
      structs.addTo(batch, from);
    }
    return new Submission(batch, size);
  }
}
