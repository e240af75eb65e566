package io.jaegerstack.agent.spill;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.server.Deadline;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Appenders, those who drain, and the log's own thread, in each other's way.
@Timeout(120)
class SpillThreadsTest {
  private static final int INTERLEAVINGS = 300;
  private static final int FRAMES = 12;

  private final Set<Integer> answered = ConcurrentHashMap.newKeySet();
  private final Set<Integer> refused = ConcurrentHashMap.newKeySet();
  private final Set<Integer> settled = ConcurrentHashMap.newKeySet();
  private final Set<Integer> out = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<SpillRecord> held = new ConcurrentLinkedQueue<>();
  private final AtomicInteger twice = new AtomicInteger();

  @Test
  void answersEachFrameOnceAndHandsItToOneAtATime() throws Throwable {
    long first = Long.getLong("seed", System.nanoTime());
    int runs = Long.getLong("seed") == null ? INTERLEAVINGS : 1;
    for (long seed = first; seed < first + runs; seed++) {
      try {
        interleave(seed);
      } catch (Throwable failed) {
        throw new AssertionError("-Dseed=" + seed, failed);
      }
    }
  }

  private void interleave(long seed) throws Throwable {
    List.of(answered, refused, settled, out).forEach(Set::clear);
    held.clear();
    var clock = new VirtualClock();
    var disk = new SimulatedDisk(clock, new Random(seed));
    disk.mount(SimulatedAgent.ROOT);
    var order = new Interleaving(seed);
    var agent =
        new SimulatedAgent(
            order.pausing(disk),
            clock,
            SimulatedAgent.limits(100_000, 1_024),
            SpillChild.events(),
            new Random(seed));
    agent.turn();
    order.add("appender-1", () -> append(agent, order, 1));
    order.add("appender-2", () -> append(agent, order, 1 + FRAMES));
    order.add("drain-1", () -> drain(agent, order, new Random(seed)));
    order.add("drain-2", () -> drain(agent, order, new Random(seed + 1)));
    order.add("writer", () -> write(agent, clock));
    order.run();
    judge(agent, clock);
  }

  private void append(SimulatedAgent agent, Interleaving order, int from) {
    for (int frame = from; frame < from + FRAMES; frame++) {
      Optional<Refusal> no = agent.append(new byte[frame * 7], frame, answer(frame));
      if (no.isPresent()) {
        refused.add(frame);
      }
      order.pause();
    }
  }

  private Appended answer(int frame) {
    return new Appended() {
      @Override
      public void kept(SpillRecord record) {
        twice.addAndGet(answered.add(frame) && out.add(frame) ? 0 : 1);
        held.add(record);
      }

      @Override
      public void failed(Refusal why) {
        twice.addAndGet(answered.add(frame) ? 0 : 1);
        refused.add(frame);
      }
    };
  }

  private void drain(SimulatedAgent agent, Interleaving order, Random random) {
    for (int i = 0; i < 25; i++) {
      SpillRecord record = held.poll();
      if (record == null) {
        record = agent.log().next().map(Spilled::record).orElse(null);
        twice.addAndGet(record == null || out.add(record.spans()) ? 0 : 1);
      }
      order.pause();
      if (record != null) {
        finish(agent, record, random);
      }
      order.pause();
    }
  }

  private void finish(SimulatedAgent agent, SpillRecord record, Random random) {
    if (random.nextBoolean()) {
      settled.add(record.spans());
      agent.log().settle(record);
    } else {
      out.remove(record.spans());
      agent.log().leave(record);
    }
  }

  private static void write(SimulatedAgent agent, VirtualClock clock) {
    for (int i = 0; i < 12; i++) {
      agent.turn();
      clock.pass(Duration.ofMillis(400));
    }
  }

  private void judge(SimulatedAgent agent, VirtualClock clock) {
    agent.turn();
    held.forEach(each -> settled.add(each.spans()));
    held.forEach(agent.log()::settle);
    for (var next = agent.log().next(); next.isPresent(); next = agent.log().next()) {
      assertThat(settled.add(next.get().record().spans())).isTrue();
      agent.log().settle(next.get().record());
    }
    assertThat(twice).hasValue(0);
    assertThat(settled.size() + refused.size()).as("%s %s", settled, refused).isEqualTo(2 * FRAMES);
    clock.pass(Duration.ofSeconds(11));
    agent.turn();
    assertThat(agent.counts().frames()).isZero();
    assertThat(agent.counts().waitingSpans()).isZero();
    assertThat(agent.counts().bytes()).isZero();
  }

  @Test
  void answersEveryFrameThoughItIsStoppedMeanwhile(@TempDir Path directory) throws Exception {
    var limits = new SpillLimits(64 << 20, Duration.ofHours(1), 256 * 1024, 4 << 20);
    var spill = Spill.of(new FileDisk(), directory, limits, SpillClock.SYSTEM, SpillChild.events());
    spill.start();
    var taken = new AtomicInteger();
    var begun = new CountDownLatch(3);
    var appenders = new ArrayList<Thread>();
    for (int i = 0; i < 3; i++) {
      appenders.add(Thread.ofPlatform().start(() -> appendUntilClosed(spill.log(), taken, begun)));
    }
    begun.await();
    spill.stop(Deadline.after(Duration.ofSeconds(20)));
    for (Thread each : appenders) {
      each.join();
    }
    assertThat(answers).hasValue(taken.get());
  }

  private final AtomicInteger answers = new AtomicInteger();

  private void appendUntilClosed(SpillLog log, AtomicInteger taken, CountDownLatch begun) {
    Optional<Refusal> no = Optional.empty();
    while (!no.equals(Optional.of(Refusal.CLOSED))) {
      no =
          log.append(
              ByteBuffer.allocate(1_000),
              1,
              0,
              new Appended() {
                @Override
                public void kept(SpillRecord record) {
                  answers.incrementAndGet();
                }

                @Override
                public void failed(Refusal why) {
                  answers.incrementAndGet();
                }
              });
      if (no.isEmpty() && taken.incrementAndGet() > 100) {
        begun.countDown();
      }
    }
  }
}
