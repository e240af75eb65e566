package io.jaegerstack.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// A million inputs that are wrong in some way, over all readers: each is read or refused, never
/// anything else, at a cost in memory that its size bounds. Seeded, so that a failure comes again.
class MalformedInputTest {
  /// Inputs in all; `-Dwire.malformed.inputs` sets another number for a longer run.
  private static final int INPUTS = Integer.getInteger("wire.malformed.inputs", 1_020_000);

  /// Bytes that a reader may allocate for one input: so many for each of its bytes, and a constant.
  private static final long BYTES_PER_BYTE = 60;

  private static final long BYTES_FOR_ANY = 8 * 1024;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void everyInputIsReadOrRefused() {
    long cpuBefore = THREADS.getCurrentThreadCpuTime();
    List<Target> targets = MalformedTargets.all(new InternTable());
    int refused = 0;
    for (Target target : targets) {
      refused += attack(target, INPUTS / targets.size());
    }
    double seconds = (THREADS.getCurrentThreadCpuTime() - cpuBefore) / 1e9;
    System.out.printf(
        "%,d malformed inputs over %d readers, %,d refused, %.1f CPU seconds%n",
        INPUTS, targets.size(), refused, seconds);
    assertThat(refused).isGreaterThan(INPUTS / 2);
    assertThat(seconds).isLessThan(60);
  }

  private static int attack(Target target, int inputs) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(20261122);
    var mutation = new Mutation(random, target.samples());
    int refused = 0;
    for (int i = 0; i < inputs; i++) {
      byte[] input = mutation.next();
      boolean isWarm = i > 5_000;
      refused += survives(target, input, isWarm) ? 0 : 1;
    }
    return refused;
  }

  private static boolean survives(Target target, byte[] input, boolean checkMemory) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    SpanBatch read = null;
    try {
      read = target.reader().apply(input);
    } catch (WireFormatException e) {
      assertThat(e.getMessage()).isNotBlank();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(target.name() + " on " + HexFormat.of().formatHex(input), e);
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (checkMemory && allocated > BYTES_FOR_ANY + input.length * BYTES_PER_BYTE) {
      throw new AssertionError(
          "%s took %d bytes for %d: %s"
              .formatted(target.name(), allocated, input.length, HexFormat.of().formatHex(input)));
    }
    if (read != null) {
      checkSlices(target, input, read);
    }
    return read != null;
  }

  /// Slices that point outside the buffer would only fail when somebody looks.
  private static void checkSlices(Target target, byte[] input, SpanBatch read) {
    try {
      read.toSpans();
    } catch (RuntimeException e) {
      throw new AssertionError(target.name() + " on " + HexFormat.of().formatHex(input), e);
    }
  }

  /// A reader and inputs that it reads.
  record Target(String name, List<byte[]> samples, Function<byte[], SpanBatch> reader) {}

  /// Turns good inputs into others: cut, flipped, overwritten, doubled, spliced, or all random.
  private record Mutation(RandomGenerator random, List<byte[]> samples) {
    private static final byte[] TELLING = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, 0x0c, 0x1c};

    byte[] next() {
      if (random.nextInt(16) == 0) {
        return noise();
      }
      byte[] input = pick().clone();
      int steps = 1 + random.nextInt(4);
      for (int i = 0; i < steps && input.length > 0; i++) {
        input = step(input);
      }
      return input;
    }

    private byte[] pick() {
      return samples.get(random.nextInt(samples.size()));
    }

    private byte[] noise() {
      var noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      return noise;
    }

    private byte[] step(byte[] input) {
      int at = random.nextInt(input.length);
      int end = at + random.nextInt(Math.min(64, input.length - at) + 1);
      byte[] head = Arrays.copyOf(input, at);
      byte[] middle = Arrays.copyOfRange(input, at, end);
      byte[] tail = Arrays.copyOfRange(input, end, input.length);
      return switch (random.nextInt(7)) {
        case 0 -> head;
        case 1 -> Bytes.concat(head, tail);
        case 2 -> Bytes.concat(head, middle, middle, tail);
        case 3 -> splice(head);
        case 4 -> {
          input[at] = TELLING[random.nextInt(TELLING.length)];
          yield input;
        }
        case 5 -> {
          input[at] = (byte) random.nextInt();
          yield input;
        }
        default -> {
          input[at] ^= (byte) (1 << random.nextInt(8));
          yield input;
        }
      };
    }

    private byte[] splice(byte[] head) {
      byte[] other = pick();
      return Bytes.concat(
          head, Arrays.copyOfRange(other, random.nextInt(other.length), other.length));
    }
  }
}
