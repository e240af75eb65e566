package io.jaegerstack.wire.proto;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;

/// Bytes of `jaeger.api_v2.PostSpansRequest` to flat spans.
///
/// Holds scratch: an instance belongs to one thread, which uses it again and again; the intern
/// table may be shared. What it returns keeps the input array, which nobody may write to from then
/// on. As protobuf demands, fields come in any order, unknown ones are passed over, repeated
/// messages are merged. Strings need not be UTF-8, as in Jaeger. Anything malformed is a
/// [io.jaegerstack.wire.WireFormatException].
public final class ApiV2Reader {
  private final ProtoReader in = new ProtoReader();
  private final SpanFields spanFields;
  private final ProcessFields processFields;

  /// Stands in spans of the batch until its process is known.
  private final FlatProcess pending;

  /// A reader that takes keys, service and operation names from `keys`.
  public ApiV2Reader(InternTable keys) {
    var keyValue = new KeyValueFields(keys);
    this.spanFields = new SpanFields(keys, keyValue);
    this.processFields = new ProcessFields(keys, keyValue);
    this.pending = processFields.toProcess();
  }

  /// The spans of `request`, each with its own process or else the batch's.
  public SpanBatch read(byte[] request) {
    in.begin(request);
    processFields.begin(request);
    try {
      var batch = new SpanBatch(request);
      int end = request.length;
      for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
        if (tag == ApiV2Fields.REQUEST_BATCH) {
          batch(batch, in.nested(end));
        } else {
          in.skip(tag, end);
        }
      }
      assignProcess(batch);
      return batch;
    } finally {
      in.end();
      spanFields.end();
      processFields.end();
    }
  }

  private void batch(SpanBatch batch, int end) {
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (tag) {
        case ApiV2Fields.BATCH_SPANS -> add(batch, spanFields.read(in, in.nested(end), pending));
        case ApiV2Fields.BATCH_PROCESS -> processFields.read(in, in.nested(end));
        default -> in.skip(tag, end);
      }
    }
  }

  private static void add(SpanBatch batch, FlatSpan span) {
    if (span.hasIds()) {
      batch.add(span);
    } else {
      batch.leaveOut();
    }
  }

  private void assignProcess(SpanBatch batch) {
    FlatProcess process = processFields.toProcess();
    for (int i = 0; i < batch.size(); i++) {
      if (batch.span(i).process.equals(pending)) {
        batch.span(i).process = process;
      }
    }
  }
}
