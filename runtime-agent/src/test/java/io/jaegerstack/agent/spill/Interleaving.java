package io.jaegerstack.agent.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Runs several threads one at a time, in an order that a seed picks: another may go on whenever
/// one asks the disk for something, or says [#pause]. A thread that waits for a lock is left until
/// it has it.
final class Interleaving {
  private static final long MOST_NANOS = 20_000_000_000L;

  private final Random random;
  private final List<Task> tasks = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  Interleaving(long seed) {
    this.random = new Random(seed);
  }

  private final class Task {
    private final Thread thread;
    private volatile boolean mayRun;
    private volatile boolean isAtPause;
    private volatile boolean isDone;

    Task(String name, Runnable work) {
      thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> run(work));
    }

    private void run(Runnable work) {
      try {
        await();
        work.run();
      } catch (Throwable failed) {
        failure.compareAndSet(null, failed);
      } finally {
        isDone = true;
      }
    }

    private void await() {
      isAtPause = true;
      while (!mayRun) {
        LockSupport.park(this);
      }
      mayRun = false;
    }

    private void go() {
      isAtPause = false;
      mayRun = true;
      LockSupport.unpark(thread);
    }

    /// It has gone as far as it can on its own.
    private boolean rests() {
      return isDone || isAtPause || isLocked();
    }

    private boolean isLocked() {
      return thread.getState() == Thread.State.WAITING && LockSupport.getBlocker(thread) != this;
    }
  }

  void add(String name, Runnable work) {
    tasks.add(new Task(name, work));
  }

  /// A place where another thread may go on. Without effect on other threads than these.
  void pause() {
    for (Task each : tasks) {
      if (each.thread == Thread.currentThread()) {
        each.await();
      }
    }
  }

  /// Until all are done.
  void run() throws Throwable {
    tasks.forEach(each -> each.thread.start());
    long end = System.nanoTime() + MOST_NANOS;
    while (tasks.stream().anyMatch(each -> !each.isDone)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("they wait for each other: " + states());
      }
      if (!tasks.stream().allMatch(Task::rests)) {
        Thread.onSpinWait();
        continue;
      }
      List<Task> ready = tasks.stream().filter(each -> each.isAtPause && !each.isDone).toList();
      if (!ready.isEmpty()) {
        ready.get(random.nextInt(ready.size())).go();
      }
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  private List<String> states() {
    return tasks.stream()
        .map(each -> each.thread.getName() + " " + List.of(each.thread.getStackTrace()))
        .toList();
  }

  /// `disk`, with a pause before each operation.
  SpillDisk pausing(SpillDisk disk) {
    return new PlantedBugs.Files(disk) {
      @Override
      SpillFile seen(Path path, SpillFile file) {
        return new PlantedBugs.File(file) {
          @Override
          public void write(ByteBuffer bytes, long position) throws IOException {
            pause();
            super.write(bytes, position);
          }

          @Override
          public int read(ByteBuffer into, long position) throws IOException {
            pause();
            return super.read(into, position);
          }

          @Override
          public void sync() throws IOException {
            pause();
            super.sync();
          }
        };
      }

      @Override
      public SpillFile create(Path file) throws IOException {
        pause();
        return super.create(file);
      }

      @Override
      public void delete(Path path) throws IOException {
        pause();
        super.delete(path);
      }

      @Override
      public @Nullable SpillLock lock(Path file) throws IOException {
        pause();
        return super.lock(file);
      }
    };
  }
}
