package io.jaegerstack.agent.spill;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.ledger.DropReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;

/// A log on a simulated disk, with what it has said so far.
class SpillRig implements SpillEvents {
  static final int SEGMENT = 1_024;

  final VirtualClock clock = new VirtualClock();
  final SimulatedDisk disk = new SimulatedDisk(clock, new Random(7));
  final List<SpillRecord> kept = new ArrayList<>();
  final List<Refusal> failed = new ArrayList<>();
  final List<String> events = new ArrayList<>();
  SimulatedAgent agent = agent(100_000, Duration.ofHours(1));

  @BeforeEach
  void mount() {
    disk.mount(SimulatedAgent.ROOT);
    agent.turn();
  }

  SimulatedAgent agent(long maxBytes, Duration maxAge) {
    var limits = new SpillLimits(maxBytes, maxAge, SEGMENT, 10_000);
    return new SimulatedAgent(disk, clock, limits, this, new Random(3));
  }

  @Override
  public void adopted(long spans) {
    events.add("adopted " + spans);
  }

  @Override
  public void dropped(DropReason reason, long spans) {
    events.add(reason + " " + spans);
  }

  Optional<Refusal> append(int bytes, int spans) {
    return agent.append(
        new byte[bytes],
        spans,
        new Appended() {
          @Override
          public void kept(SpillRecord record) {
            kept.add(record);
          }

          @Override
          public void failed(Refusal why) {
            failed.add(why);
          }
        });
  }

  void keep(int bytes, int spans) {
    assertThat(append(bytes, spans)).isEmpty();
    agent.turn();
    assertThat(kept).last().extracting(SpillRecord::spans).isEqualTo(spans);
  }

  /// Appends it and forgets it.
  void spill(int bytes, int spans) {
    keep(bytes, spans);
    agent.log().leave(kept.getLast());
  }

  /// The process ends, and another begins `later`.
  void restart(Duration later) {
    disk.kill();
    clock.pass(later);
    agent = agent(100_000, Duration.ofHours(1));
    agent.turn();
  }

  List<Integer> drained() {
    var spans = new ArrayList<Integer>();
    for (var next = agent.log().next(); next.isPresent(); next = agent.log().next()) {
      spans.add(next.get().record().spans());
    }
    return spans;
  }

  Path segment() {
    return disk.files().stream()
        .filter(each -> each.toString().contains("segment-"))
        .findFirst()
        .orElseThrow();
  }
}
