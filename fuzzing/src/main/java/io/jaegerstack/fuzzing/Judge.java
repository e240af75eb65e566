package io.jaegerstack.fuzzing;

import com.sun.management.ThreadMXBean;
import io.jaegerstack.fuzzing.Finding.Kind;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Holds a decoder to its oracle, input by input, on one thread.
///
/// A measurement beyond its bound is taken again, with decoders made for it: a class that is
/// loaded, a thread that has to wait and a table that grows once are not the input's doing; what a
/// decoder keeps for later because an input said so is.
final class Judge<T> {
  /// The verdict on what was not refused.
  static final String READ = "read";

  /// Time for any input, nanoseconds of the processor: what a cold JVM and a busy machine need.
  private static final long NANOS_FOR_ANY = TimeUnit.MILLISECONDS.toNanos(25);

  private static final long NANOS_PER_BYTE = TimeUnit.MILLISECONDS.toNanos(1) / 1024;
  private static final int MEASURED_AGAIN = 3;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final FuzzTarget<T> target;
  private final Decoder<T> decoder;
  private long refused;
  private double mostPerByte;

  Judge(FuzzTarget<T> target) {
    this.target = target;
    this.decoder = target.decoders().get();
  }

  /// Inputs that were refused.
  long refused() {
    return refused;
  }

  /// The most heap that an input took beyond the constant of its allowance, for each of its bytes.
  double mostPerByte() {
    return mostPerByte;
  }

  /// What became of the input, in words that are the same for what took the same way.
  ///
  /// @throws Finding where it is not to be
  String verdict(byte[] input) {
    long started = System.nanoTime();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    T decoded = null;
    Throwable thrown = null;
    try {
      decoded = decoder.decode(input);
    } catch (Throwable any) {
      thrown = any;
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    long nanos = System.nanoTime() - started;
    if (thrown != null) {
      checkRefusal(input, thrown);
    }
    checkHeap(input, allocated);
    checkTime(input, nanos);
    if (decoded != null) {
      check(input, decoded);
    }
    return thrown == null ? READ : Words.of(thrown);
  }

  private void checkRefusal(byte[] input, Throwable thrown) {
    if (!target.refuses(thrown)) {
      throw finding(Kind.WRONG_EXCEPTION, "threw " + thrown, input, thrown);
    }
    String message = thrown.getMessage();
    if (message == null || message.isBlank()) {
      throw finding(Kind.WRONG_EXCEPTION, "refused without saying why", input, thrown);
    }
    refused++;
  }

  private void checkHeap(byte[] input, long allocated) {
    double perByte = perByte(input, allocated);
    long most = target.allowance().of(input.length);
    if (allocated <= most && perByte <= mostPerByte) {
      return;
    }
    long again = atLeast(input, THREADS::getCurrentThreadAllocatedBytes);
    if (again > most) {
      String what = "allocated %,d bytes, expected at most %s".formatted(again, target.allowance());
      throw finding(Kind.ALLOCATION, what, input, null);
    }
    mostPerByte = Math.max(mostPerByte, perByte(input, Math.min(allocated, again)));
  }

  private double perByte(byte[] input, long allocated) {
    return Math.max(0, allocated - target.allowance().constant()) / Math.max(1.0, input.length);
  }

  private void checkTime(byte[] input, long nanos) {
    long most = NANOS_FOR_ANY + NANOS_PER_BYTE * input.length;
    if (nanos <= most) {
      return;
    }
    long again = atLeast(input, THREADS::getCurrentThreadCpuTime);
    if (again > most) {
      String what = "took %,d µs, expected at most %,d".formatted(again / 1000, most / 1000);
      throw finding(Kind.TIME, what, input, null);
    }
  }

  /// What one run takes of something that is counted, at the least.
  private long atLeast(byte[] input, LongSupplier count) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < MEASURED_AGAIN; i++) {
      Decoder<T> fresh = target.decoders().get();
      long before = count.getAsLong();
      try {
        fresh.decode(input);
      } catch (Exception refusal) {
        // It was one of the target's, or nothing would be measured again.
      }
      least = Math.min(least, count.getAsLong() - before);
    }
    return least;
  }

  private void check(byte[] input, T decoded) {
    try {
      target.check().check(input, decoded);
    } catch (Throwable wrong) {
      throw finding(Kind.CONTENT, "read, but " + wrong, input, wrong);
    }
  }

  private Finding finding(Kind kind, String what, byte[] input, @Nullable Throwable cause) {
    return new Finding(kind, what, input, cause);
  }
}
