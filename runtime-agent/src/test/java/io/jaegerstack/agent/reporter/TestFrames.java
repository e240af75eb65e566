package io.jaegerstack.agent.reporter;

import io.jaegerstack.agent.chunk.Chunk;
import io.jaegerstack.agent.chunk.ChunkPool;
import io.jaegerstack.agent.reporter.FrameMaker.Packing;
import io.jaegerstack.wire.relay.PacketKind;
import io.jaegerstack.wire.thrift.PacketSkim;
import io.jaegerstack.wire.thrift.ThriftProtocol;
import java.util.Map;

/// Frames of packets in the compact protocol.
public final class TestFrames {
  private static final ChunkPool POOL =
      new ChunkPool(AgentTags.of(Map.of("cluster", "prod")).head(), 64 * 1024, 4);

  public static Frame bare(byte[]... packets) {
    return of(Packing.BARE, packets);
  }

  public static Frame of(Packing packing, byte[]... packets) {
    int bytes = 0;
    for (byte[] packet : packets) {
      bytes += packet.length + 5;
    }
    Chunk chunk = POOL.take(bytes);
    var tally = new FrameTally();
    var skim = new PacketSkim();
    for (byte[] packet : packets) {
      chunk.add(PacketKind.JAEGER_COMPACT, packet);
      skim.skim(packet, 0, packet.length, ThriftProtocol.COMPACT);
      tally.add(BatchFormat.JAEGER, skim.spans(), skim.leftOut());
    }
    try (var maker = new FrameMaker(packing)) {
      return maker.frame(chunk, tally);
    }
  }

  private TestFrames() {}
}
