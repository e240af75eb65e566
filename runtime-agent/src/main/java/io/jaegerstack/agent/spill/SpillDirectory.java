package io.jaegerstack.agent.spill;

import io.jaegerstack.agent.spill.SpillDisk.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The directory that agents share, with one directory in it for each start of an agent, locked as
/// long as that runs. Whoever makes, takes over or removes one of those holds the lock of the whole
/// for that moment, so two agents never meet in one. Used by the log's thread alone.
final class SpillDirectory {
  static final String LOCK = "lock";

  private static final Logger LOG = LoggerFactory.getLogger(SpillDirectory.class);
  private static final Pattern GENERATION = Pattern.compile("agent-(\\d{13})-[0-9a-f]{8}");

  private final SpillDisk disk;
  private final Path root;
  private final Set<String> warned = new HashSet<>();
  private final Map<String, Integer> failures = new HashMap<>();

  SpillDirectory(SpillDisk disk, Path root) {
    this.disk = disk;
    this.root = root;
  }

  /// A dead agent's directory, locked.
  record Orphan(String name, Path directory, SpillLock lock) {}

  /// A new one for this process, named so that it comes after all that are there, however the clock
  /// was set.
  ///
  /// @throws IOException also where another agent is at it just now
  Orphan create(long wallMillis, IntSupplier random) throws IOException {
    disk.createDirectory(root);
    try (var _ = lockRoot()) {
      long newest =
          disk.list(root).stream().mapToLong(each -> startOf(each.name())).max().orElse(0);
      long start = Math.clamp(wallMillis, newest + 1, Math.max(newest + 1, 9_999_999_999_999L));
      String name = "agent-%013d-%08x".formatted(start, random.getAsInt());
      Path directory = root.resolve(name);
      disk.createDirectory(directory);
      SpillLock lock = disk.lock(directory.resolve(LOCK));
      if (lock == null) {
        throw new IOException("another agent has locked " + directory + ", which is new");
      }
      try {
        disk.syncDirectory(root);
      } catch (IOException failed) {
        Closing.quietly(lock);
        throw failed;
      }
      return new Orphan(name, directory, lock);
    }
  }

  private static long startOf(String name) {
    var found = GENERATION.matcher(name);
    return found.matches() ? Long.parseLong(found.group(1)) : 0;
  }

  private SpillLock lockRoot() throws IOException {
    SpillLock lock = disk.lock(root.resolve(LOCK));
    if (lock == null) {
      throw new IOException("another agent is making or taking over a directory in " + root);
    }
    return lock;
  }

  /// Locks whatever dead agents have left, oldest first.
  ///
  /// @param ours names that this process has
  List<Orphan> orphans(Set<String> ours) throws IOException {
    var found = new ArrayList<Orphan>();
    try (var _ = lockRoot()) {
      for (Entry each : disk.list(root)) {
        if (each.name().equals(LOCK) || ours.contains(each.name())) {
          continue;
        }
        if (!each.isDirectory() || !GENERATION.matcher(each.name()).matches()) {
          foreign(root.resolve(each.name()));
          continue;
        }
        Path directory = root.resolve(each.name());
        SpillLock lock = disk.lock(directory.resolve(LOCK));
        if (lock != null) {
          found.add(new Orphan(each.name(), directory, lock));
        }
      }
    } catch (IOException failed) {
      found.forEach(each -> Closing.quietly(each.lock()));
      throw failed;
    }
    found.sort(Comparator.comparing(Orphan::name));
    return found;
  }

  /// Names a file that is none of ours, once.
  void foreign(Path file) {
    if (warned.add(file.toString())) {
      LOG.warn("left alone what is not of this version's spill file=\"{}\"", file);
    }
  }

  /// Notes that `file` could not be read, and says how often that was.
  int failed(Path file) {
    return failures.merge(file.toString(), 1, Integer::sum);
  }

  /// Removes a directory that has no segments any more, and gives its lock back. One with foreign
  /// files stays.
  void remove(Path directory, @Nullable SpillLock lock) throws IOException {
    try (var _ = lockRoot()) {
      List<Entry> left = disk.list(directory);
      if (left.stream().allMatch(each -> each.name().equals(LOCK))) {
        disk.delete(directory.resolve(LOCK));
        disk.delete(directory);
      }
    } finally {
      Closing.quietly(lock);
    }
  }
}
