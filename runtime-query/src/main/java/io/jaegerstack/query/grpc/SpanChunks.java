package io.jaegerstack.query.grpc;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.Trace;
import io.jaegertracing.api_v2.Model;
import io.jaegertracing.api_v2.Query.SpansResponseChunk;

/// Cuts traces into messages.
final class SpanChunks {
  private static final int MOST_SPANS = 100;

  /// A message of this size is not added to; clients take 4 MiB unless told otherwise.
  private static final int FULL_BYTES = 512 * 1024;

  private final CallerPace<SpansResponseChunk> caller;
  private SpansResponseChunk.Builder chunk = SpansResponseChunk.newBuilder();
  private int bytes;

  SpanChunks(CallerPace<SpansResponseChunk> caller) {
    this.caller = caller;
  }

  /// Sends all spans of `trace`; a message never has spans of two traces.
  void send(Trace trace) throws InterruptedException {
    for (Span span : trace.spans()) {
      Model.Span proto = ModelToProto.span(span);
      if (bytes + proto.getSerializedSize() > FULL_BYTES) {
        sendChunk();
      }
      chunk.addSpans(proto);
      bytes += proto.getSerializedSize();
      if (chunk.getSpansCount() == MOST_SPANS) {
        sendChunk();
      }
    }
    sendChunk();
  }

  private void sendChunk() throws InterruptedException {
    if (chunk.getSpansCount() > 0) {
      caller.send(chunk.build());
      chunk = SpansResponseChunk.newBuilder();
      bytes = 0;
    }
  }
}
