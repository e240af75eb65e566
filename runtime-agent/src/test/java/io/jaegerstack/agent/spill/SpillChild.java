package io.jaegerstack.agent.spill;

import io.jaegerstack.ledger.DropReason;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A process with a spill under load, to be killed: says on its output what was acknowledged
/// (`kept`), what it hands out (`next`), and what it is about to settle (`settle`), each with the
/// frame's number, which is its number of spans.
final class SpillChild {
  private static final int FRAME_BYTES = 20_000;

  private final Random random;
  private final SpillLog log;
  private final PrintStream out;
  private final ConcurrentLinkedQueue<SpillRecord> arrived = new ConcurrentLinkedQueue<>();
  private final List<SpillRecord> held = new ArrayList<>();
  private int frame;

  private SpillChild(SpillLog log, int firstFrame, PrintStream out) {
    this.random = new Random(firstFrame);
    this.log = log;
    this.frame = firstFrame;
    this.out = out;
  }

  /// @param arguments directory, first frame's number, operation to end at (0: none)
  public static void main(String[] arguments) {
    long begun = System.nanoTime();
    var limits = new SpillLimits(64 << 20, Duration.ofHours(1), 256 * 1024, 4 << 20);
    var disk = new HaltingDisk(Integer.parseInt(arguments[2]));
    var spill = Spill.of(disk, Path.of(arguments[0]), limits, SpillClock.SYSTEM, events());
    spill.start();
    System.out.println("started " + (System.nanoTime() - begun) / 1_000_000);
    new SpillChild(spill.log(), Integer.parseInt(arguments[1]), System.out).load();
  }

  static SpillEvents events() {
    return new SpillEvents() {
      @Override
      public void adopted(long spans) {}

      @Override
      public void dropped(DropReason reason, long spans) {
        System.out.println("dropped " + reason);
      }
    };
  }

  static ByteBuffer content(int frame) {
    var bytes = new byte[frame % FRAME_BYTES];
    new Random(frame).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private void load() {
    while (true) {
      for (int i = random.nextInt(8); i > 0; i--) {
        append();
      }
      for (SpillRecord each = arrived.poll(); each != null; each = arrived.poll()) {
        held.add(each);
      }
      for (int i = random.nextInt(10); i > 0; i--) {
        finishOne();
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void append() {
    int number = frame++;
    log.append(
        content(number),
        number,
        0,
        new Appended() {
          @Override
          public void kept(SpillRecord record) {
            out.println("kept " + record.spans());
            arrived.add(record);
          }

          @Override
          public void failed(Refusal why) {
            out.println("failed " + why);
          }
        });
  }

  private void finishOne() {
    if (held.isEmpty() || random.nextInt(4) == 0) {
      log.next().ifPresent(this::next);
      return;
    }
    SpillRecord any = held.remove(random.nextInt(held.size()));
    if (random.nextInt(3) == 0) {
      log.leave(any);
    } else {
      out.println("settle " + any.spans());
      log.settle(any);
    }
  }

  private void next(Spilled spilled) {
    int number = spilled.record().spans();
    boolean isWhole = spilled.bytes().equals(content(number));
    out.println((isWhole ? "next " : "corrupt ") + number);
    held.add(spilled.record());
  }

  /// Ends the process in the middle of its n-th change.
  private static final class HaltingDisk extends PlantedBugs.Files {
    private int left;

    HaltingDisk(int operation) {
      super(new FileDisk());
      left = operation;
    }

    private synchronized void step() {
      if (--left == 0) {
        Runtime.getRuntime().halt(137);
      }
    }

    @Override
    SpillFile seen(Path path, SpillFile file) {
      return new PlantedBugs.File(file) {
        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
          step();
          super.write(bytes.slice(bytes.position(), bytes.remaining() / 2), position);
          step();
          super.write(bytes, position);
        }

        @Override
        public void sync() throws IOException {
          step();
          super.sync();
          step();
        }
      };
    }

    @Override
    public SpillFile create(Path file) throws IOException {
      step();
      return super.create(file);
    }

    @Override
    public void delete(Path path) throws IOException {
      step();
      super.delete(path);
      step();
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
      step();
      super.syncDirectory(directory);
    }

    @Override
    public @Nullable SpillLock lock(Path file) throws IOException {
      step();
      return super.lock(file);
    }
  }
}
