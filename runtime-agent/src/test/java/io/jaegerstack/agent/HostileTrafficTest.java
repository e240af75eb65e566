package io.jaegerstack.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.ledger.DropReason;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Thousands of packets that nobody in order sends, through a real socket, with good ones among
/// them.
@Timeout(120)
class HostileTrafficTest {
  private static final int PACKETS = 20_000;
  private static final int GOOD_EVERY = 20;
  private static final long SEED = Long.getLong("seed", 6_831L);

  @Test
  void costsNoValidSpan() throws Exception {
    var random = new SplittableRandom(SEED);
    int good = 0;
    try (var collector = TestCollector.start();
        var agent = RunningAgent.start(collector.address())) {
      for (int i = 0; i < PACKETS; i++) {
        if (i % GOOD_EVERY == 0) {
          agent.sendCompact(Packets.compact("shop", ++good, 1));
        } else {
          agent.sendCompact(hostile(random));
        }
      }
      int expected = good;
      Await.until(() -> agent.reporter().forwarded() == expected, agent.ledger()::snapshot);
      Await.until(
          () -> agent.compact().received() == PACKETS && agent.compact().held() == 0,
          agent.ledger()::snapshot);
      assertThat(agent.ledger().unbalanced()).isEmpty();
      assertThat(collector.spans()).hasSize(good);
      var drops = agent.compact().snapshot().dropped();
      assertThat(agent.compact().forwarded()).as("good packets of seed %d", SEED).isEqualTo(good);
      assertThat(drops.get(DropReason.MALFORMED)).isPositive();
      assertThat(drops.get(DropReason.TOO_LARGE)).isPositive();
      assertThat(drops.get(DropReason.UNKNOWN_METHOD)).isPositive();
      assertThat(drops.get(DropReason.INTERNAL_ERROR)).isZero();
    }
  }

  private static byte[] hostile(SplittableRandom random) {
    return switch (random.nextInt(40)) {
      case 0 -> new byte[65_001 + random.nextInt(500)];
      case 1 -> Packets.binary("wrong port", 1, 1);
      case 2 -> Packets.otherMethod("emitZipkinBatch");
      case 3 -> Packets.otherMethod("dropTables");
      case 4 -> filled(60_000);
      case 5, 6, 7, 8, 9, 10 -> truncated(random);
      default -> bytes(random);
    };
  }

  private static byte[] filled(int length) {
    var bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0xFF);
    return bytes;
  }

  private static byte[] truncated(SplittableRandom random) {
    byte[] packet = Packets.compact("cut", 1, 3);
    return Arrays.copyOf(packet, random.nextInt(packet.length));
  }

  private static byte[] bytes(SplittableRandom random) {
    var bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    return bytes;
  }
}
