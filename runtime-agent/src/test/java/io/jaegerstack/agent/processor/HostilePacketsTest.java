package io.jaegerstack.agent.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.agent.Packets;
import io.jaegerstack.agent.chunk.Chunk;
import io.jaegerstack.agent.chunk.ChunkPool;
import io.jaegerstack.agent.reporter.FrameTally;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.wire.relay.FrameBody;
import io.jaegerstack.wire.relay.PacketKind;
import io.jaegerstack.wire.thrift.ThriftProtocol;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;

/// A million packets that no client in order sends, with good ones among them.
class HostilePacketsTest {
  private static final int PACKETS = Integer.getInteger("hostile.packets", 600_000);
  private static final long SEED = Long.getLong("seed", 20_261_122L);

  /// Every one of so many packets is good.
  private static final int GOOD_EVERY = 50;

  private static final int GOOD_SPANS = 3;

  private final LongAdder lines = new LongAdder();
  private final AtomicLong clock = new AtomicLong();
  private final Hop hop = new Ledger().hop("agent.udp.test", Counted.PACKETS);
  private final ChunkPool pool = new ChunkPool(new byte[] {0, 0}, 64 * 1024, 4);

  @ParameterizedTest
  @EnumSource
  void costOnlyThemselves(ThriftProtocol protocol) {
    var random = new SplittableRandom(SEED);
    var skim = skim(protocol);
    byte[] good = packet(protocol, "shop");
    for (int i = 0; i < PACKETS; i++) {
      clock.addAndGet(1_000_000);
      if (i % GOOD_EVERY == 0) {
        int spans = skim(skim, hostile(random, good, protocol), good);
        assertThat(spans).as("packet %d of seed %d", i, SEED).isGreaterThanOrEqualTo(GOOD_SPANS);
      } else {
        skim(skim, hostile(random, good, protocol));
      }
      assertThat(hop.received())
          .as("packet %d of seed %d", i, SEED)
          .isEqualTo(hop.forwarded() + allDropped());
    }
    assertThat(hop.dropped(DropReason.INTERNAL_ERROR))
        .as("mistakes of ours, seed %d", SEED)
        .isZero();
    assertThat(hop.dropped(DropReason.MALFORMED)).isGreaterThan(PACKETS / 2);
    assertThat(hop.dropped(DropReason.UNKNOWN_METHOD)).isPositive();
    assertThat(lines.sum())
        .as("log lines in %d s", PACKETS / 1_000)
        .isBetween(1L, PACKETS / 10_000 + 1L);
  }

  /// Spans of the packets that are left of those that came in one chunk.
  private int skim(ChunkSkim skim, byte[]... packets) {
    Chunk chunk = pool.take(100_000);
    for (byte[] packet : packets) {
      hop.received(1);
      chunk.add(PacketKind.JAEGER_COMPACT, packet);
    }
    FrameTally tally = skim.skim(chunk);
    hop.forwarded(chunk.packets());
    var left = new FrameBody(chunk.bytes(), 0, chunk.end());
    int count = 0;
    while (left.next()) {
      count++;
    }
    assertThat(chunk.packets()).isEqualTo(count);
    chunk.release();
    return tally.spans();
  }

  private long allDropped() {
    return hop.dropped(DropReason.MALFORMED)
        + hop.dropped(DropReason.UNKNOWN_METHOD)
        + hop.dropped(DropReason.INTERNAL_ERROR);
  }

  private static byte[] packet(ThriftProtocol protocol, String service) {
    return protocol == ThriftProtocol.COMPACT
        ? Packets.compact(service, 1, GOOD_SPANS)
        : Packets.binary(service, 1, GOOD_SPANS);
  }

  private static byte[] hostile(SplittableRandom random, byte[] good, ThriftProtocol protocol) {
    return switch (random.nextInt(9)) {
      case 0 -> Arrays.copyOf(good, random.nextInt(good.length));
      case 1 -> bytes(random, random.nextInt(200));
      case 2 -> flipped(random, good, 1 + random.nextInt(8));
      case 3 -> overwritten(random, good, (byte) 0xFF);
      case 4 -> overwritten(random, good, (byte) random.nextInt());
      case 5 -> spliced(random, good);
      case 6 -> filled(random.nextInt(2_000), (byte) 0xFF);
      case 7 ->
          packet(
              protocol == ThriftProtocol.COMPACT ? ThriftProtocol.BINARY : ThriftProtocol.COMPACT,
              "other");
      default -> renamed(random, good);
    };
  }

  private static byte[] bytes(SplittableRandom random, int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] filled(int length, byte with) {
    var bytes = new byte[length];
    Arrays.fill(bytes, with);
    return bytes;
  }

  private static byte[] flipped(SplittableRandom random, byte[] good, int bits) {
    byte[] packet = good.clone();
    for (int i = 0; i < bits; i++) {
      packet[random.nextInt(packet.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return packet;
  }

  /// Makes lengths and counts enormous.
  private static byte[] overwritten(SplittableRandom random, byte[] good, byte with) {
    byte[] packet = good.clone();
    int from = random.nextInt(packet.length);
    Arrays.fill(packet, from, Math.min(packet.length, from + 1 + random.nextInt(6)), with);
    return packet;
  }

  private static byte[] spliced(SplittableRandom random, byte[] good) {
    byte[] packet = Arrays.copyOf(good, good.length + random.nextInt(60_000));
    int from = random.nextInt(good.length);
    System.arraycopy(good, 0, packet, from, Math.min(good.length, packet.length - from));
    return packet;
  }

  /// Another method than `emitBatch`, of the same length.
  private static byte[] renamed(SplittableRandom random, byte[] good) {
    byte[] packet = good.clone();
    int at = new String(packet, StandardCharsets.ISO_8859_1).indexOf("emitBatch");
    packet[at + random.nextInt(9)] = (byte) ('A' + random.nextInt(26));
    return packet;
  }

  private ChunkSkim skim(ThriftProtocol protocol) {
    return new ChunkSkim(
        "test",
        protocol,
        hop,
        new ClientLosses(hop, clock::get),
        new RateLimitedLog(countingLogger(), Duration.ofSeconds(10), clock::get));
  }

  private Logger countingLogger() {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              lines.increment();
              return null;
            });
  }
}
