package io.jaegerstack.storage.segments.log;

import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.segments.Journal;
import io.jaegerstack.storage.segments.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Writes frames with a thread of its own: what comes while it waits or writes goes with the next
/// fsync. After an error the file is left as it is, everyone who waited is told, and the next
/// frames go to a new file.
public final class CommitLog implements Journal {
  /// Frames that share an fsync.
  private static final class Group {
    private final List<byte[]> frames = new ArrayList<>();

    /// Number of the part that begins before each frame; 0 where none does.
    private final List<Integer> parts = new ArrayList<>();

    private boolean isDone;
    private @Nullable IOException failure;
  }

  private final Disk disk;
  private final Path directory;
  private final Duration window;
  private final LongSupplier salts;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition done = lock.newCondition();
  private final Thread thread = new Thread(this::run, "segments-log");
  private Group next = new Group();
  private int nextNumber;
  private int partWanted;
  private boolean isClosed;
  private long lastSync = System.nanoTime() - TimeUnit.DAYS.toNanos(1);
  private @Nullable LogFile file;
  private int part;
  private volatile @Nullable IOException failure;
  private volatile long size;

  /// @param firstNumber higher than that of every file that was there
  /// @param window between two fsyncs, at least
  /// @param salts a random number for each file
  public CommitLog(
      Disk disk, Path directory, int firstNumber, Duration window, LongSupplier salts) {
    this.disk = disk;
    this.directory = directory;
    this.window = window;
    this.salts = salts;
    this.part = firstNumber;
    this.nextNumber = firstNumber + 1;
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  @Override
  public Ticket append(byte[] frame) {
    if (frame.length > LogRecord.LARGEST_FRAME) {
      throw new StorageException(
          StorageException.Kind.INVALID,
          "frame of %d bytes, expected at most %d"
              .formatted(frame.length, LogRecord.LARGEST_FRAME));
    }
    lock.lock();
    try {
      if (isClosed) {
        throw new StorageException(StorageException.Kind.UNAVAILABLE, "the log is closed");
      }
      Group group = next;
      group.frames.add(frame);
      group.parts.add(partWanted);
      partWanted = 0;
      arrived.signal();
      return () -> await(group);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int nextPart() {
    lock.lock();
    try {
      partWanted = nextNumber++;
      return partWanted;
    } finally {
      lock.unlock();
    }
  }

  private void await(Group group) {
    lock.lock();
    try {
      while (!group.isDone) {
        done.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    IOException why = group.failure;
    if (why != null) {
      throw new StorageException(
          StorageException.Kind.UNAVAILABLE, "cannot write the log: " + why.getMessage(), why);
    }
  }

  private void run() {
    while (true) {
      Group group = take();
      if (group == null) {
        return;
      }
      IOException why = null;
      try {
        write(group);
      } catch (IOException failed) {
        why = failed;
        abandon();
      } catch (RuntimeException broken) {
        // Writers wait for an answer, whatever it is.
        why = new IOException("writing the log broke: " + broken, broken);
        abandon();
      }
      finish(group, why);
    }
  }

  /// The frames to write now; null when there are none and there will be none.
  private @Nullable Group take() {
    lock.lock();
    try {
      while (next.frames.isEmpty() && !isClosed) {
        arrived.awaitUninterruptibly();
      }
      awaitWindow();
      if (next.frames.isEmpty()) {
        return null;
      }
      Group group = next;
      next = new Group();
      return group;
    } finally {
      lock.unlock();
    }
  }

  private void awaitWindow() {
    long left = lastSync + window.toNanos() - System.nanoTime();
    while (left > 0 && !isClosed) {
      try {
        left = arrived.awaitNanos(left) > 0 ? lastSync + window.toNanos() - System.nanoTime() : 0;
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void write(Group group) throws IOException {
    for (int i = 0; i < group.frames.size(); i++) {
      int wanted = group.parts.get(i);
      if (wanted != 0) {
        endPart(wanted);
      }
      opened().append(group.frames.get(i));
    }
    LogFile open = opened();
    open.sync();
    size = open.size();
    lastSync = System.nanoTime();
  }

  private void endPart(int wanted) throws IOException {
    LogFile before = file;
    file = null;
    part = wanted;
    if (before != null) {
      try {
        before.sync();
      } finally {
        before.close();
      }
    }
  }

  /// A part that could not be written to goes on in a file with a number of its own.
  private LogFile opened() throws IOException {
    LogFile open = file;
    if (open == null) {
      open = LogFile.create(disk, directory, part, salts.getAsLong());
      file = open;
    }
    return open;
  }

  private void abandon() {
    LogFile broken = file;
    int number = part;
    file = null;
    lock.lock();
    try {
      part = nextNumber++;
    } finally {
      lock.unlock();
    }
    if (broken != null) {
      try {
        broken.close();
        if (!broken.hasSynced()) {
          disk.delete(directory.resolve(LogName.of(number)));
        }
      } catch (IOException alsoFailed) {
        // What is said of the file is the first failure.
      }
    }
  }

  private void finish(Group group, @Nullable IOException why) {
    failure = why;
    lock.lock();
    try {
      group.isDone = true;
      group.failure = why;
      done.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void release(int end) {
    try {
      for (Disk.Entry entry : disk.list(directory)) {
        var number = LogName.number(entry.name());
        if (number.isPresent() && number.getAsInt() < end) {
          disk.delete(directory.resolve(entry.name()));
        }
      }
    } catch (IOException leftBehind) {
      failure = leftBehind;
    }
  }

  /// What the last write failed with; null where it went well.
  public @Nullable IOException failure() {
    return failure;
  }

  /// Size of the file that is written to, bytes.
  public long size() {
    return size;
  }

  /// Writes what is there, and ends.
  ///
  /// @return whether it ended in time
  public boolean close(Duration atMost) {
    lock.lock();
    try {
      isClosed = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      if (thread.isAlive() && !thread.join(atMost)) {
        return false;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
    LogFile last = file;
    if (last != null) {
      try {
        last.close();
      } catch (IOException alreadySynced) {
        return true;
      }
    }
    return true;
  }
}
