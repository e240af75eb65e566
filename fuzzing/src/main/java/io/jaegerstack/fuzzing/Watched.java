package io.jaegerstack.fuzzing;

import io.jaegerstack.fuzzing.Finding.Kind;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Judges inputs on a thread of its own, with a small stack, and notices one that does not end.
final class Watched {
  /// Bytes; an event loop's thread has four times as many.
  private static final long STACK = 256 * 1024;

  private static final Duration GLANCE = Duration.ofMillis(50);

  /// An input that is being judged.
  private record Current(byte[] input, long startedNanos) {}

  /// What is watched.
  interface Work {
    void run(Watched watched) throws Exception;
  }

  private final Duration patience;
  private volatile @Nullable Current current;

  private Watched(Duration patience) {
    this.patience = patience;
  }

  /// Runs `work`; throws what it throws, or that one of its inputs hangs.
  static void run(Duration patience, Work work) throws InterruptedException {
    var watched = new Watched(patience);
    var failure = new AtomicReference<@Nullable Throwable>();
    var thread = new Thread(null, () -> watched.work(work, failure), "fuzz", STACK);
    thread.setDaemon(true);
    thread.start();
    while (!thread.join(GLANCE)) {
      watched.glance(thread);
    }
    switch (failure.get()) {
      case null -> {}
      case Finding finding -> throw finding;
      case Throwable other -> throw new AssertionError("the fuzzer itself failed", other);
    }
  }

  private void work(Work work, AtomicReference<@Nullable Throwable> failure) {
    try {
      work.run(this);
    } catch (Throwable thrown) {
      failure.set(thrown);
    }
  }

  /// The input is looked at from now on.
  void begin(byte[] input) {
    current = new Current(input, System.nanoTime());
  }

  /// Nothing is looked at until the next input.
  void end() {
    current = null;
  }

  private void glance(Thread thread) {
    Current now = current;
    if (now == null || System.nanoTime() - now.startedNanos() < patience.toNanos()) {
      return;
    }
    var where = new Throwable("it is here");
    where.setStackTrace(thread.getStackTrace());
    throw new Finding(Kind.HANG, "did not end within " + patience, now.input(), where);
  }
}
