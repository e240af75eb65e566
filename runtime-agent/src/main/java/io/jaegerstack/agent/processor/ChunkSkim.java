package io.jaegerstack.agent.processor;

import io.jaegerstack.agent.chunk.Chunk;
import io.jaegerstack.agent.reporter.BatchFormat;
import io.jaegerstack.agent.reporter.FrameTally;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.relay.FrameBody;
import io.jaegerstack.wire.relay.FrameBodyBuilder;
import io.jaegerstack.wire.thrift.PacketSkim;
import io.jaegerstack.wire.thrift.ThriftProtocol;

/// Looks through the packets of a chunk, in place: those that go on stay, moved together where
/// others among them do not. Whatever is in a packet, it costs that packet only. Belongs to one
/// thread.
final class ChunkSkim {
  private final String name;
  private final ThriftProtocol protocol;
  private final Hop hop;
  private final ClientLosses clients;
  private final RateLimitedLog warnings;
  private final PacketSkim skim = new PacketSkim();

  /// @param hop counts what does not go on; what does is counted once it has gone
  ChunkSkim(
      String name,
      ThriftProtocol protocol,
      Hop hop,
      ClientLosses clients,
      RateLimitedLog warnings) {
    this.name = name;
    this.protocol = protocol;
    this.hop = hop;
    this.clients = clients;
    this.warnings = warnings;
  }

  /// What is left in `chunk`. Packets without spans are left out, too: they have gone on.
  FrameTally skim(Chunk chunk) {
    var tally = new FrameTally();
    byte[] bytes = chunk.bytes();
    int end = chunk.head();
    int kept = 0;
    var packets = new FrameBody(bytes, 0, chunk.end());
    while (packets.next()) {
      if (isKept(bytes, packets, tally)) {
        end = moved(bytes, packets, end);
        kept++;
      }
    }
    chunk.keep(end, kept);
    return tally;
  }

  private static int moved(byte[] bytes, FrameBody packet, int to) {
    int from = packet.offset() - FrameBodyBuilder.PACKET_PREFIX_BYTES;
    int length = FrameBodyBuilder.PACKET_PREFIX_BYTES + packet.length();
    if (from != to) {
      System.arraycopy(bytes, from, bytes, to, length);
    }
    return to + length;
  }

  /// Not even an error gets out: a worker that ended would leave its port without anyone to read
  /// for it.
  private boolean isKept(byte[] bytes, FrameBody packet, FrameTally tally) {
    try {
      skim.skim(bytes, packet.offset(), packet.length(), protocol);
      clients.seen(skim, bytes);
      tally.add(
          skim.isZipkin() ? BatchFormat.ZIPKIN : BatchFormat.JAEGER, skim.spans(), skim.leftOut());
      if (skim.spans() == 0) {
        hop.forwarded(1);
      }
      return skim.spans() > 0;
    } catch (WireFormatException malformed) {
      hop.dropped(reason(malformed.kind()), 1);
      warnings.warn(
          "packet refused processor=\"{}\" bytes={} from={} why=\"{}\"",
          name,
          packet.length(),
          packet.offset(),
          malformed.getMessage());
    } catch (RuntimeException | Error ours) {
      hop.dropped(DropReason.INTERNAL_ERROR, 1);
      warnings.warn("packet failed processor=\"{}\" bytes={}", name, packet.length(), ours);
    }
    return false;
  }

  private static DropReason reason(WireFormatException.Kind kind) {
    return switch (kind) {
      case MALFORMED -> DropReason.MALFORMED;
      case UNKNOWN_METHOD -> DropReason.UNKNOWN_METHOD;
    };
  }
}
