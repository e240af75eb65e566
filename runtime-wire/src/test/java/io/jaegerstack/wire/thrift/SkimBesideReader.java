package io.jaegerstack.wire.thrift;

import io.jaegerstack.fuzzing.Decoder;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a packet with [ThriftBatchReader] and passes it with [PacketSkim], in the middle of an
/// array with other bytes around it; complains where the two disagree.
public final class SkimBesideReader implements Decoder<SkimBesideReader.Said> {
  /// Text that a reader makes of a tag whose type it does not know: no client's identity.
  private static final String UNKNOWN_TYPE = "Unknown VType";

  private static final int AROUND = 7;

  /// What both say of a packet.
  public record Said(
      boolean isZipkin,
      int spans,
      int leftOut,
      long seqNo,
      @Nullable ClientStats stats,
      Optional<String> uuid) {}

  private final ThriftBatchReader reader = new ThriftBatchReader(new InternTable());
  private final PacketSkim skim = new PacketSkim();
  private final ThriftProtocol protocol;

  public SkimBesideReader(ThriftProtocol protocol) {
    this.protocol = protocol;
  }

  @Override
  public Said decode(byte[] packet) {
    byte[] chunk = new byte[packet.length + 2 * AROUND];
    Arrays.fill(chunk, (byte) 0x15);
    System.arraycopy(packet, 0, chunk, AROUND, packet.length);
    AgentMessage read;
    try {
      read = reader.readEmitBatch(packet, protocol);
    } catch (WireFormatException refused) {
      refusesToo(chunk, packet.length, refused);
      throw refused;
    }
    skim.skim(chunk, AROUND, packet.length, protocol);
    Said expected =
        new Said(
            read.isZipkin(),
            read.spans().size(),
            read.spans().leftOut(),
            read.seqNo(),
            read.stats(),
            read.clientUuid().filter(uuid -> !uuid.startsWith(UNKNOWN_TYPE)));
    if (!expected.equals(said(chunk))) {
      throw new AssertionError("skim says " + said(chunk) + ", the reader " + expected);
    }
    return expected;
  }

  private void refusesToo(byte[] chunk, int length, WireFormatException refused) {
    try {
      skim.skim(chunk, AROUND, length, protocol);
    } catch (WireFormatException too) {
      if (too.kind() == refused.kind()) {
        return;
      }
      throw new AssertionError("skim says " + too + ", the reader " + refused);
    }
    throw new AssertionError("skim takes what the reader refuses: " + refused);
  }

  private Said said(byte[] chunk) {
    return new Said(
        skim.isZipkin(),
        skim.spans(),
        skim.leftOut(),
        skim.seqNo(),
        skim.stats(),
        skim.hasClientUuid()
            ? Optional.of(
                new String(
                    chunk,
                    skim.clientUuidOffset(),
                    skim.clientUuidLength(),
                    StandardCharsets.UTF_8))
            : Optional.empty());
  }
}
