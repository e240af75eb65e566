package io.jaegerstack.storage.segments.vault;

import io.jaegerstack.storage.segments.Engine;
import io.jaegerstack.storage.segments.block.BlockCaches;
import io.jaegerstack.storage.segments.disk.Disk;
import io.jaegerstack.storage.segments.disk.PageCache;
import io.jaegerstack.storage.segments.head.HeadLimits;
import io.jaegerstack.storage.segments.log.CommitLog;
import io.jaegerstack.storage.segments.log.LogName;
import io.jaegerstack.storage.segments.log.LogScan;
import io.jaegerstack.storage.segments.vault.Manifest.SegmentEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongSupplier;

/// A directory of segments, open: its lock, its engine, its log. One process has it at a time.
public final class SegmentDirectory {
  /// Pages of indexes in memory, bytes.
  private static final long PAGE_CACHE_BYTES = 48L << 20;

  /// Chunks in memory, bytes.
  private static final long CHUNK_CACHE_BYTES = 8L << 20;

  /// Dictionaries in memory, bytes.
  private static final long DICTIONARY_CACHE_BYTES = 24L << 20;

  private final Disk.Lock lock;
  private final FileVault vault;
  private final CommitLog log;
  private final Engine engine;

  private SegmentDirectory(Disk.Lock lock, FileVault vault, CommitLog log, Engine engine) {
    this.lock = lock;
    this.vault = vault;
    this.log = log;
    this.engine = engine;
  }

  /// Opens `directory`, which is made where it is missing, and replays its log.
  ///
  /// @param clock milliseconds since the epoch
  /// @param salts random numbers
  /// @throws IOException saying what is wrong, also where another process has the directory
  public static SegmentDirectory open(
      Disk disk,
      Path directory,
      SegmentLimits limits,
      LongSupplier clock,
      LongSupplier salts,
      VaultEvents events)
      throws IOException {
    var steady = new SteadyClock(clock, System::nanoTime);
    return open(disk, directory, limits, steady, salts, events);
  }

  static SegmentDirectory open(
      Disk disk,
      Path directory,
      SegmentLimits limits,
      SteadyClock clock,
      LongSupplier salts,
      VaultEvents events)
      throws IOException {
    disk.createDirectory(directory);
    Disk.Lock lock = disk.lock(directory.resolve(FileNames.LOCK));
    if (lock == null) {
      throw new IOException("another process uses " + directory);
    }
    try {
      return opened(new LockedDisk(disk, lock), directory, limits, clock, salts, events, lock);
    } catch (IOException | RuntimeException failed) {
      lock.close();
      throw failed;
    }
  }

  private static SegmentDirectory opened(
      Disk disk,
      Path directory,
      SegmentLimits limits,
      SteadyClock clock,
      LongSupplier salts,
      VaultEvents events,
      Disk.Lock lock)
      throws IOException {
    var manifests = new ManifestFiles(disk, directory);
    Manifest manifest = manifests.read(events);
    int next = deleteStrays(disk, directory, manifest);
    var files =
        new SegmentFiles(
            disk,
            directory,
            new PageCache(PAGE_CACHE_BYTES),
            new BlockCaches(CHUNK_CACHE_BYTES, DICTIONARY_CACHE_BYTES),
            events);
    var known = new Manifest(next, manifest.logFrom(), manifest.segments());
    var vault = new FileVault(files, manifests, known, limits, clock, events);
    List<Integer> parts = parts(disk, directory, manifest.logFrom());
    int firstPart = parts.isEmpty() ? manifest.logFrom() + 1 : parts.getLast() + 1;
    var log = new CommitLog(disk, directory, firstPart, limits.window(), salts);
    var head = new HeadLimits(limits.headSpans(), limits.headBytes(), Integer.MAX_VALUE);
    var engine = new Engine(head, limits.headAge(), vault, log, events);
    var opened = new SegmentDirectory(lock, vault, log, engine);
    engine.start();
    try {
      for (int part : parts) {
        int damaged = LogScan.read(disk, directory, part, frame -> engine.replay(frame, part));
        if (damaged > 0) {
          events.logDamaged(directory.toString(), damaged);
        }
      }
    } catch (IOException | RuntimeException failed) {
      engine.close();
      throw failed;
    }
    engine.replayed();
    log.start();
    return opened;
  }

  /// Deletes the files that a manifest does not name: what was being written at a kill, and what
  /// was about to be deleted.
  ///
  /// @return a number higher than that of every file
  private static int deleteStrays(Disk disk, Path directory, Manifest manifest) throws IOException {
    Set<String> named = new HashSet<>();
    for (SegmentEntry segment : manifest.segments()) {
      named.add(FileNames.spans(segment.number()));
      segment.indexes().forEach(index -> named.add(FileNames.index(index.number())));
    }
    int next = manifest.nextNumber();
    for (Disk.Entry entry : disk.list(directory)) {
      OptionalInt data = FileNames.dataNumber(entry.name());
      if (data.isPresent()) {
        next = Math.max(next, data.getAsInt() + 1);
      }
      OptionalInt part = LogName.number(entry.name());
      boolean isOldLog = part.isPresent() && part.getAsInt() < manifest.logFrom();
      if (isOldLog || (data.isPresent() && !named.contains(entry.name()))) {
        disk.delete(directory.resolve(entry.name()));
      }
    }
    return next;
  }

  private static List<Integer> parts(Disk disk, Path directory, int from) throws IOException {
    return disk.list(directory).stream()
        .map(entry -> LogName.number(entry.name()))
        .filter(OptionalInt::isPresent)
        .map(OptionalInt::getAsInt)
        .filter(number -> number >= from)
        .sorted()
        .toList();
  }

  public Engine engine() {
    return engine;
  }

  /// Bytes of all files that count.
  public long bytes() {
    return vault.bytes() + log.size();
  }

  /// Spans in segments.
  public long spans() {
    return vault.spans();
  }

  public int segments() {
    return vault.segmentCount();
  }

  /// What keeps it from being written to; empty where nothing does.
  public Optional<IOException> failure() {
    IOException ofLog = log.failure();
    return Optional.ofNullable(ofLog != null ? ofLog : engine.failure());
  }

  /// Writes what is in the log's hands, and ends. The log has the rest at the next start.
  ///
  /// @return whether all of it was written in time
  public boolean close(Duration atMost) {
    boolean isWritten = log.close(atMost);
    engine.close();
    try {
      lock.close();
    } catch (IOException givenBackByTheKernel) {
      return isWritten;
    }
    return isWritten;
  }
}
