package io.jaegerstack.wire.thrift;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.TagType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a client sends to an agent: one `Batch` of jaeger.thrift, spans of one process and what the
/// client says of its losses, or Zipkin's spans, which each say whose they are.
///
/// @param process of a `Batch`; without name and tags where the spans are Zipkin's
/// @param seqNo number that the client gave this batch, rising by one; [#NO_SEQ_NO] where it gave
///   none (Java and Python clients)
/// @param stats what the client lost so far, where it says so
/// @param isZipkin whether the spans are Zipkin's
public record AgentMessage(
    SpanBatch spans,
    FlatProcess process,
    long seqNo,
    @Nullable ClientStats stats,
    boolean isZipkin) {
  /// Stands for an absent sequence number.
  public static final long NO_SEQ_NO = Long.MIN_VALUE;

  private static final Key CLIENT_UUID = Key.of("client-uuid");

  static AgentMessage ofZipkin(Submission spans) {
    var nobody = new FlatProcess(Key.of(""), new FlatTags(new byte[0], 0));
    return new AgentMessage(spans.spans(), nobody, NO_SEQ_NO, null, true);
  }

  public boolean hasSeqNo() {
    return seqNo != NO_SEQ_NO;
  }

  /// Identity of the client process, to which [#seqNo()] and [#stats()] belong; Go and Node clients
  /// send it.
  public Optional<String> clientUuid() {
    int index = process.tags().indexOf(CLIENT_UUID);
    if (index < 0 || process.tags().type(index) != TagType.STRING) {
      return Optional.empty();
    }
    return Optional.of(process.tags().text(index));
  }
}
