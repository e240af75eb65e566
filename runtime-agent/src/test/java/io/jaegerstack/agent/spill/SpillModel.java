package io.jaegerstack.agent.spill;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.ledger.DropReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// A log on a simulated disk beside a model of what it must hold, driven by one seed through
/// appends, turns, settlements, faults and ends of process and machine. Each frame's number is its
/// number of spans.
final class SpillModel {
  private static final SimulatedDisk.Faults NO_FAULTS = SimulatedDisk.Faults.NONE;

  private static final SpillEvents NO_EVENTS =
      new SpillEvents() {
        @Override
        public void adopted(long spans) {}

        @Override
        public void dropped(DropReason reason, long spans) {}
      };

  /// What happens besides ends.
  private enum Trouble {
    NONE,
    FAULTS,
    FLIPS
  }

  private final Random random;
  private final VirtualClock clock = new VirtualClock();
  private final SimulatedDisk disk;
  private final SpillDisk seen;
  private final SpillLimits limits;
  private final Trouble trouble;
  private final Map<Integer, byte[]> contents = new HashMap<>();

  /// Acknowledged and not settled, in nobody's hands: must be handed out.
  private final TreeSet<Integer> certain = new TreeSet<>();

  /// May be handed out after a restart, and need not.
  private final Set<Integer> possible = new HashSet<>();

  /// Handed out though nobody was told that they are on the disk: the machine's end may take them.
  private final Set<Integer> flimsy = new HashSet<>();

  /// In the caller's hands.
  private final TreeMap<Integer, SpillRecord> held = new TreeMap<>();

  private final Set<Integer> waiting = new HashSet<>();

  /// Settled, and not known to be noted where the end of the machine does not reach.
  private final Set<Integer> settled = new HashSet<>();

  /// Settled, and noted where the end of the process does not reach.
  private final Set<Integer> noted = new HashSet<>();

  /// As `settled`, by an agent that was killed and whose notes no other has read.
  private final Set<Integer> inherited = new HashSet<>();

  private final StringBuilder history = new StringBuilder();
  private SimulatedAgent agent;
  private boolean isFresh = true;
  private boolean areNotesDamaged;
  private int flips;
  private int nextFrame = 1;
  private long lost;

  SpillModel(long seed, UnaryOperator<SpillDisk> variant) {
    this.random = new Random(seed);
    this.disk = new SimulatedDisk(clock, random);
    this.seen = variant.apply(disk);
    int segment = 1_024 << random.nextInt(3);
    this.limits = SimulatedAgent.limits(4_000L << random.nextInt(5), segment);
    this.trouble = Trouble.values()[random.nextInt(3)];
    disk.mount(SimulatedAgent.ROOT);
    disk.readsShort(random.nextInt(4) == 0);
    this.agent = start();
  }

  private SimulatedAgent start() {
    return new SimulatedAgent(seen, clock, limits, NO_EVENTS, random);
  }

  void run() {
    int steps = 20 + random.nextInt(40);
    for (int i = 0; i < steps; i++) {
      disk.faults(trouble == Trouble.FAULTS && random.nextInt(3) == 0 ? some() : NO_FAULTS);
      history.append(disk.failures() > 0 ? " !" + disk.failures() : "");
      step();
    }
    disk.faults(NO_FAULTS);
    disk.capacity(Long.MAX_VALUE);
    end(random.nextInt(3));
    drain();
  }

  private SimulatedDisk.Faults some() {
    int oneIn = 1 + random.nextInt(8);
    return operation -> random.nextInt(oneIn) == 0;
  }

  private void step() {
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5 -> append();
      case 6, 7, 8, 9 -> turn();
      case 10, 11 -> take();
      case 12, 13, 14 -> settle();
      case 15, 16 -> leave();
      case 17 -> clock.pass(Duration.ofMillis(random.nextInt(20_000)));
      case 18 -> disturb();
      default -> {
        if (random.nextInt(3) == 0) {
          end(random.nextInt(3));
        }
      }
    }
  }

  private void append() {
    int frame = nextFrame++;
    var bytes = new byte[random.nextInt(8) == 0 ? random.nextInt(1_500) : random.nextInt(200)];
    random.nextBytes(bytes);
    contents.put(frame, bytes);
    Optional<Refusal> refused = agent.append(bytes, frame, answer(frame));
    if (refused.isEmpty()) {
      waiting.add(frame);
      history.append(" append:").append(frame);
    }
  }

  private Appended answer(int frame) {
    return new Appended() {
      @Override
      public void kept(SpillRecord record) {
        assertThat(waiting.remove(frame)).as("frame %s was answered twice", frame).isTrue();
        held.put(frame, record);
        history.append(" kept:").append(frame);
      }

      @Override
      public void failed(Refusal why) {
        assertThat(waiting.remove(frame)).as("frame %s was answered twice", frame).isTrue();
        possible.add(frame);
        history.append(" failed:").append(frame);
      }
    };
  }

  private void turn() {
    boolean isSync = random.nextBoolean();
    history.append(isSync ? " turn+sync" : " turn");
    if (isSync) {
      clock.pass(Duration.ofMillis(1_001));
    }
    long failures = disk.failures();
    if (random.nextInt(12) == 0 && endsWithinTurn()) {
      return;
    }
    agent.turn();
    if (failures == disk.failures() && agent.log().isUsable()) {
      noted.addAll(settled);
      if (isSync) {
        settled.clear();
      }
      if (isFresh) {
        inherited.clear();
      }
    }
    isFresh = false;
    assertThat(waiting).as("frames without an answer after a turn").isEmpty();
  }

  /// Thrown by an operation that the process, or the machine, does not live to see.
  private static final class Ended extends Error {
    private static final long serialVersionUID = 1L;
  }

  private boolean endsWithinTurn() {
    var left = new AtomicInteger(1 + random.nextInt(15));
    disk.faults(
        operation -> {
          if (left.decrementAndGet() == 0) {
            throw new Ended();
          }
          return false;
        });
    try {
      agent.turn();
      return false;
    } catch (Ended ended) {
      disk.faults(NO_FAULTS);
      end(1 + random.nextInt(2));
      return true;
    } finally {
      disk.faults(NO_FAULTS);
    }
  }

  private void take() {
    agent.log().next().ifPresent(this::taken);
  }

  private void taken(Spilled spilled) {
    int frame = spilled.record().spans();
    history.append(" next:").append(frame);
    boolean isExpected = certain.contains(frame) || possible.contains(frame);
    assertThat(isExpected).as("frame %s was handed out: %s", frame, this).isTrue();
    if (trouble == Trouble.NONE && !certain.isEmpty()) {
      assertThat(frame).as("the oldest frame, of %s", certain).isLessThanOrEqualTo(certain.first());
    }
    ByteBuffer bytes = ByteBuffer.wrap(contents.get(frame));
    assertThat(spilled.bytes()).as("bytes of frame %s", frame).isEqualTo(bytes);
    assertThat(spilled.record().flags()).isEqualTo(frame & 0xff);
    certain.remove(frame);
    List.of(settled, noted, inherited).forEach(each -> each.remove(frame));
    if (possible.remove(frame)) {
      flimsy.add(frame);
    }
    held.put(frame, spilled.record());
  }

  private void settle() {
    if (!held.isEmpty()) {
      var any = new ArrayList<>(held.keySet()).get(random.nextInt(held.size()));
      agent.log().settle(held.remove(any));
      settled.add(any);
      history.append(" settle:").append(any);
    }
  }

  private void leave() {
    if (!held.isEmpty()) {
      var any = new ArrayList<>(held.keySet()).get(random.nextInt(held.size()));
      agent.log().leave(held.remove(any));
      (flimsy.contains(any) ? possible : certain).add(any);
      history.append(" leave:").append(any);
    }
  }

  private void disturb() {
    clock.jump(Duration.ofSeconds(random.nextInt(7_200) - 3_600));
    if (trouble == Trouble.FLIPS && random.nextInt(4) == 0) {
      flip(random.nextInt(4) == 0 ? "settled-" : "segment-");
    }
    if (trouble == Trouble.FAULTS) {
      disk.capacity(random.nextBoolean() ? Long.MAX_VALUE : disk.usedBytes() + 500);
    }
  }

  private void flip(String file) {
    if (disk.flipBit(file)) {
      history.append(" FLIP:").append(file);
      flips++;
      areNotesDamaged |= file.equals("settled-");
      possible.addAll(areNotesDamaged ? noted : Set.of());
    }
  }

  /// @param how 0 as it should be, 1 the process alone, 2 the machine
  private void end(int how) {
    history.append(how == 0 ? " CLOSE" : how == 1 ? " KILL" : " POWER");
    long failures = disk.failures();
    if (how == 0) {
      agent.close();
      noted.addAll(disk.failures() == failures ? settled : Set.of());
    } else if (how == 1) {
      disk.kill();
    } else {
      disk.losePower();
    }
    lost += agent.counts().damaged() + agent.counts().unknown();
    held.keySet().forEach(each -> (flimsy.contains(each) ? possible : certain).add(each));
    held.clear();
    possible.addAll(waiting);
    inherited.addAll(settled);
    settled.clear();
    inherited.stream().filter(each -> how == 2 || !noted.contains(each)).forEach(possible::add);
    if (areNotesDamaged) {
      possible.addAll(noted);
    }
    isFresh = true;
    waiting.clear();
    agent = start();
    clock.pass(Duration.ofSeconds(random.nextInt(100)));
  }

  /// Everything that must be there is, each once, in order, and then nothing is left.
  private void drain() {
    int last = 0;
    for (int idle = 0; idle < 8; idle++) {
      agent.turn();
      for (Optional<Spilled> next = agent.log().next(); next.isPresent(); ) {
        int frame = next.get().record().spans();
        taken(next.get());
        assertThat(frame).as("a frame after %s", last).isGreaterThan(last);
        last = frame;
        next = agent.log().next();
      }
      clock.pass(Duration.ofSeconds(11));
    }
    lost += agent.counts().damaged() + agent.counts().unknown();
    if (trouble == Trouble.NONE) {
      assertThat(certain).as("acknowledged and gone").isEmpty();
    }
    // The last ones of a file may be several, and look like one that was torn.
    assertThat((long) certain.size())
        .as("gone: %s", certain)
        .isLessThanOrEqualTo(lost == 0 ? 0 : lost + flips);
    empty();
  }

  private void empty() {
    held.values().forEach(agent.log()::settle);
    for (int i = 0; i < 3; i++) {
      agent.turn();
      clock.pass(Duration.ofSeconds(11));
    }
    assertThat(agent.counts().frames()).as("frames").isZero();
    assertThat(agent.counts().spans()).as("spans").isZero();
    assertThat(agent.counts().waitingSpans()).as("waiting spans").isZero();
    assertThat(agent.counts().bytes()).as("bytes").isZero();
    agent.close();
    List<String> left = disk.files().stream().map(each -> each.getFileName().toString()).toList();
    assertThat(left).as("files at the end").containsOnly(SpillDirectory.LOCK);
  }

  @Override
  public String toString() {
    return "certain=%s possible=%s noted=%s trouble=%s history=%s"
        .formatted(certain, possible, noted, trouble, history);
  }
}
