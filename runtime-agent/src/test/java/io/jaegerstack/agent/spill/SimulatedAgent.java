package io.jaegerstack.agent.spill;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/// The log as one start of an agent has it, with its thread's turns taken by hand.
final class SimulatedAgent {
  static final Path ROOT = Path.of("/spill");

  private final SpillLog log;
  private final SpillKeeper keeper;

  SimulatedAgent(
      SpillDisk disk, SpillClock clock, SpillLimits limits, SpillEvents events, Random random) {
    this(disk, ROOT, clock, limits, events, random);
  }

  SimulatedAgent(
      SpillDisk disk,
      Path root,
      SpillClock clock,
      SpillLimits limits,
      SpillEvents events,
      Random random) {
    var time = new Passing(clock);
    this.log = new SpillLog(limits, new SpillCounts(events), time, new Doorbell());
    this.keeper =
        new SpillKeeper(disk, new SpillDirectory(disk, root), log, limits, time, random::nextInt);
  }

  static SpillLimits limits(long maxBytes, int segmentBytes) {
    return new SpillLimits(maxBytes, Duration.ofDays(3650), segmentBytes, 1 << 20);
  }

  /// A turn of the log's thread.
  void turn() {
    keeper.turn();
  }

  /// The end that an agent has which is told to end.
  void close() {
    keeper.close();
  }

  SpillLog log() {
    return log;
  }

  SpillCounts counts() {
    return log.counts();
  }

  Optional<Refusal> append(byte[] bytes, int spans, Appended appended) {
    return log.append(ByteBuffer.wrap(bytes), spans, spans & 0xff, appended);
  }
}
