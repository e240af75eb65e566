package io.jaegerstack.wire;

import io.jaegerstack.fuzzing.FuzzTarget;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.tchannel.FrameGrammar;
import io.jaegerstack.wire.tchannel.TChannelSamples;
import io.jaegerstack.wire.thrift.ThriftBatchReader;
import io.jaegerstack.wire.thrift.ZipkinSpanReader;
import java.util.List;

/// What comes in on a TChannel connection: frames, calls made of them, arguments made of those.
final class TChannelTargets {
  static List<FuzzTarget<?>> all() {
    return List.of(
        FuzzTarget.<List<SpanBatch>>of(
                "TChannel connection",
                new FrameGrammar(),
                TChannelSamples.conversations(),
                () -> {
                  var thrift = new ThriftBatchReader(new InternTable());
                  var zipkin = new ZipkinSpanReader(new InternTable());
                  return stream -> TChannelSamples.read(stream, thrift, zipkin);
                })
            .refusing(WireFormatException.class)
            .checking(
                (input, batches) -> {
                  for (SpanBatch batch : batches) {
                    Reread.sentOn().check(input, batch);
                  }
                }));
  }

  private TChannelTargets() {}
}
