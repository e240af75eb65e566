package io.jaegerstack.collector.receiver.relay;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.jaegerstack.collector.pipeline.Origin;
import io.jaegerstack.collector.receiver.ReceiverCounts;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.proto.OtlpReader;
import io.jaegerstack.wire.relay.Codec;
import io.jaegerstack.wire.relay.FrameBody;
import io.jaegerstack.wire.relay.FrameHeader;
import io.jaegerstack.wire.thrift.ThriftBatchReader;
import io.jaegerstack.wire.thrift.ThriftProtocol;

/// Bodies of frames to spans. Holds scratch, some of it outside of the heap: an instance belongs to
/// one event loop, which uses it again and again.
final class FrameReading {
  private final ThriftBatchReader thrift;
  private final OtlpReader otlp;
  private final ReceiverCounts counts;
  private final int mostBytes;
  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();

  /// @param mostBytes of a body once it is unpacked
  FrameReading(InternTable keys, ReceiverCounts counts, int mostBytes) {
    this.thrift = new ThriftBatchReader(keys);
    this.otlp = new OtlpReader(keys);
    this.counts = counts;
    this.mostBytes = mostBytes;
  }

  /// The spans of a frame. A packet that cannot be read costs only itself, and is counted; a body
  /// that is not what its header says is refused.
  FrameContents read(FrameHeader header, byte[] body) {
    int crc = FrameHeader.checksum(body, 0, body.length);
    if (crc != header.crc()) {
      throw WireFormatException.malformed(
          "CRC-32C of the body is %08x, expected %08x".formatted(crc, header.crc()), 0);
    }
    byte[] unpacked = header.codec() == Codec.NONE ? body : unpacked(header, body);
    var packets = new FrameBody(unpacked, 0, unpacked.length);
    var contents = new FrameContents(unpacked);
    var tags = FrameTags.of(packets.agentTags());
    int count = 0;
    while (packets.next()) {
      count++;
      add(contents, unpacked, packets, tags);
      if (tags.areTooMany()) {
        throw WireFormatException.malformed(
            "agent tags of all processes are more than " + FrameTags.MOST_ADDED, 0);
      }
    }
    if (count != header.packets()) {
      throw WireFormatException.malformed(
          "body holds %d packets, expected %d".formatted(count, header.packets()), 0);
    }
    return contents;
  }

  private byte[] unpacked(FrameHeader header, byte[] body) {
    int size = header.unpackedBytes();
    if (size > mostBytes) {
      throw WireFormatException.malformed(
          "body is unpacked %d bytes, expected at most %d".formatted(size, mostBytes), 0);
    }
    byte[] unpacked = new byte[size];
    int written;
    try {
      written = zstd.decompressByteArray(unpacked, 0, size, body, 0, body.length);
    } catch (ZstdException broken) {
      throw WireFormatException.malformed("body is no zstd: " + broken.getMessage(), 0);
    }
    if (written != size) {
      throw WireFormatException.malformed(
          "body is unpacked %d bytes, expected %d".formatted(written, size), 0);
    }
    return unpacked;
  }

  private void add(FrameContents contents, byte[] bytes, FrameBody packet, FrameTags tags) {
    try {
      switch (packet.kind()) {
        case JAEGER_COMPACT -> thrift(contents, bytes, packet, ThriftProtocol.COMPACT, tags);
        case JAEGER_BINARY -> thrift(contents, bytes, packet, ThriftProtocol.BINARY, tags);
        case OTLP -> {
          SpanBatch batch = otlp.read(bytes, packet.offset(), packet.length());
          contents.add(Origin.OTLP_RELAY, batch, tags.addTo(batch));
        }
        case UNKNOWN ->
            throw new WireFormatException(
                WireFormatException.Kind.UNKNOWN_METHOD, "packet is of an unknown kind");
      }
    } catch (WireFormatException malformed) {
      contents.malformed(packet.length());
      counts.malformed(origin(packet), malformed);
    }
  }

  private void thrift(
      FrameContents contents,
      byte[] bytes,
      FrameBody packet,
      ThriftProtocol protocol,
      FrameTags tags) {
    var message = thrift.readEmitBatch(bytes, packet.offset(), packet.length(), protocol);
    SpanBatch batch = message.spans();
    Origin origin = message.isZipkin() ? Origin.ZIPKIN_RELAY : Origin.JAEGER_RELAY;
    contents.add(origin, batch, tags.addTo(batch));
  }

  private static Origin origin(FrameBody packet) {
    return switch (packet.kind()) {
      case OTLP -> Origin.OTLP_RELAY;
      case JAEGER_COMPACT, JAEGER_BINARY, UNKNOWN -> Origin.JAEGER_RELAY;
    };
  }
}
