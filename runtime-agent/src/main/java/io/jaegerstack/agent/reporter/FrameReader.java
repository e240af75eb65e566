package io.jaegerstack.agent.reporter;

import com.github.luben.zstd.Zstd;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.proto.OtlpReader;
import io.jaegerstack.wire.relay.Codec;
import io.jaegerstack.wire.relay.FrameBody;
import io.jaegerstack.wire.thrift.AgentMessage;
import io.jaegerstack.wire.thrift.ThriftBatchReader;
import io.jaegerstack.wire.thrift.ThriftProtocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Frames to batches of spans with the agent's tags, for collectors that do not speak the relay.
/// Holds scratch: belongs to one thread.
final class FrameReader {
  private final AgentTags tags;
  private final ThriftBatchReader thrift;
  private final OtlpReader otlp;

  FrameReader(InternTable keys, AgentTags tags) {
    this.tags = tags;
    this.thrift = new ThriftBatchReader(keys);
    this.otlp = new OtlpReader(keys);
  }

  /// The batches of all packets that have spans. They keep the frame's memory.
  List<ReportedBatch> read(Frame frame) {
    byte[] bytes = unpacked(frame);
    var batches = new ArrayList<ReportedBatch>(frame.packets());
    var body = new FrameBody(bytes, 0, frame.unpackedBytes());
    while (body.next()) {
      ReportedBatch batch = batch(frame, bytes, body);
      if (batch.size() > 0) {
        tags.addTo(batch.spans());
        batches.add(batch);
      }
    }
    return batches;
  }

  private static byte[] unpacked(Frame frame) {
    return frame.codec() == Codec.ZSTD
        ? Zstd.decompress(
            frame.length() == frame.body().length
                ? frame.body()
                : Arrays.copyOf(frame.body(), frame.length()),
            frame.unpackedBytes())
        : frame.body();
  }

  private ReportedBatch batch(Frame frame, byte[] bytes, FrameBody packet) {
    return switch (packet.kind()) {
      case JAEGER_COMPACT -> thrift(frame, bytes, packet, ThriftProtocol.COMPACT);
      case JAEGER_BINARY -> thrift(frame, bytes, packet, ThriftProtocol.BINARY);
      case OTLP -> new ReportedBatch(frame, otlp(bytes, packet), BatchFormat.OTLP, packet.length());
      case UNKNOWN -> throw new IllegalStateException("a packet of a kind that nobody writes");
    };
  }

  private ReportedBatch thrift(
      Frame frame, byte[] bytes, FrameBody packet, ThriftProtocol protocol) {
    AgentMessage message = thrift.readEmitBatch(bytes, packet.offset(), packet.length(), protocol);
    return new ReportedBatch(
        frame,
        message.spans(),
        message.isZipkin() ? BatchFormat.ZIPKIN : BatchFormat.JAEGER,
        packet.length());
  }

  private SpanBatch otlp(byte[] bytes, FrameBody packet) {
    return otlp.read(Arrays.copyOfRange(bytes, packet.offset(), packet.offset() + packet.length()));
  }
}
