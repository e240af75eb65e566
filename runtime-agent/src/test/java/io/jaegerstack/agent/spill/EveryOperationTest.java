package io.jaegerstack.agent.spill;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.ledger.DropReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One run of everything that the log does, over and over: each time another operation of the disk
/// is the one that goes wrong.
class EveryOperationTest {
  enum Wrong {
    FAILS_ONCE,
    FAILS_FROM_THEN_ON,
    PROCESS_ENDS,
    MACHINE_ENDS
  }

  private static final class Ended extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static final SpillEvents NO_EVENTS =
      new SpillEvents() {
        @Override
        public void adopted(long spans) {}

        @Override
        public void dropped(DropReason reason, long spans) {}
      };

  private final VirtualClock clock = new VirtualClock();
  private final AtomicInteger operations = new AtomicInteger();
  private final Set<Integer> kept = new HashSet<>();
  private final Set<Integer> settled = new HashSet<>();
  private final List<SpillRecord> held = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(Wrong.class)
  void losesNothingThatItAcknowledged(Wrong wrong) {
    int all = run(wrong, 0);
    assertThat(all).as("operations of one run").isGreaterThan(60);
    for (int n = 1; n <= all; n++) {
      run(wrong, n);
    }
  }

  /// @param n the operation that goes wrong; 0 for none
  /// @return how many there were
  private int run(Wrong wrong, int n) {
    operations.set(0);
    List.of(kept, settled).forEach(Set::clear);
    held.clear();
    var disk = new SimulatedDisk(clock, new Random(n));
    disk.mount(SimulatedAgent.ROOT);
    disk.faults(operation -> isWrong(wrong, n, operations.incrementAndGet()));
    try {
      fill(agent(disk, n));
      drainHalf(agent(disk, n));
    } catch (Ended ended) {
      disk.faults(SimulatedDisk.Faults.NONE);
    }
    int all = operations.get();
    disk.faults(SimulatedDisk.Faults.NONE);
    if (wrong == Wrong.MACHINE_ENDS) {
      disk.losePower();
    } else {
      disk.kill();
    }
    var left = drain(agent(disk, n));
    kept.removeAll(settled);
    assertThat(left).as("%s at operation %s", wrong, n).containsAll(kept);
    return all;
  }

  private SimulatedAgent agent(SimulatedDisk disk, int n) {
    return new SimulatedAgent(
        disk, clock, SimulatedAgent.limits(100_000, 1_024), NO_EVENTS, new Random(n));
  }

  private static boolean isWrong(Wrong wrong, int n, int operation) {
    return switch (wrong) {
      case FAILS_ONCE -> operation == n;
      case FAILS_FROM_THEN_ON -> n > 0 && operation >= n;
      case PROCESS_ENDS, MACHINE_ENDS -> {
        if (operation == n) {
          throw new Ended();
        }
        yield false;
      }
    };
  }

  private void fill(SimulatedAgent agent) {
    for (int frame = 1; frame <= 12; frame++) {
      append(agent, frame);
      if (frame % 4 == 0) {
        agent.turn();
        clock.pass(Duration.ofMillis(600));
      }
    }
    settleSome(agent);
    agent.close();
  }

  private void append(SimulatedAgent agent, int frame) {
    Optional<Refusal> ignored =
        agent.append(
            new byte[frame * 40],
            frame,
            new Appended() {
              @Override
              public void kept(SpillRecord record) {
                kept.add(record.spans());
                held.add(record);
              }

              @Override
              public void failed(Refusal why) {}
            });
    assertThat(ignored).isNotEqualTo(Optional.of(Refusal.FULL));
  }

  private void settleSome(SimulatedAgent agent) {
    for (SpillRecord each : held) {
      if (each.spans() % 3 == 0) {
        settled.add(each.spans());
        agent.log().settle(each);
      }
    }
    agent.turn();
  }

  private void drainHalf(SimulatedAgent agent) {
    agent.turn();
    for (int i = 0; i < 5; i++) {
      Optional<Spilled> next = agent.log().next();
      next.ifPresent(each -> settled.add(each.record().spans()));
      next.ifPresent(each -> agent.log().settle(each.record()));
    }
    agent.turn();
    agent.close();
  }

  private List<Integer> drain(SimulatedAgent agent) {
    var left = new ArrayList<Integer>();
    for (int i = 0; i < 8; i++) {
      agent.turn();
      for (var next = agent.log().next(); next.isPresent(); next = agent.log().next()) {
        left.add(next.get().record().spans());
      }
      clock.pass(Duration.ofSeconds(11));
    }
    assertThat(left).isSorted().doesNotHaveDuplicates();
    return left;
  }
}
