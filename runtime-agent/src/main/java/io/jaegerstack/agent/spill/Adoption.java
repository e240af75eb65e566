package io.jaegerstack.agent.spill;

import io.jaegerstack.agent.spill.SpillDisk.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what a dead agent's directory has: the headers of its segments and the notes of what was
/// settled. Used by the log's thread alone.
final class Adoption {
  private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);

  /// Tries to read a file before the others of its directory are taken without it.
  private static final int MAX_FAILURES = 3;

  private final SpillDisk disk;
  private final SpillDirectory root;
  private final SpillCounts counts;
  private final Path directory;
  private final Map<Long, List<SegmentName.Notes>> notes = new HashMap<>();
  private final Map<SegmentName, Entry> files = new HashMap<>();
  private long unknown;

  Adoption(SpillDisk disk, SpillDirectory root, SpillCounts counts, Path directory) {
    this.disk = disk;
    this.root = root;
    this.counts = counts;
    this.directory = directory;
  }

  /// Its segments, in order.
  ///
  /// @param nowMillis since this process began
  /// @param meanwhile runs after each file: other work of the thread's cannot wait for all of them
  /// @throws IOException where the disk did not read; to be tried again later
  List<Segment> read(long wallMillis, long nowMillis, Runnable meanwhile) throws IOException {
    disk.list(directory).forEach(this::sort);
    List<SegmentName> names = files.keySet().stream().sorted().toList();
    deleteNotesOfNothing(names);
    var segments = new ArrayList<Segment>();
    for (int i = 0; i < names.size(); i++) {
      SegmentName next = i + 1 < names.size() ? names.get(i + 1) : null;
      Segment segment = scan(names.get(i), next, wallMillis, nowMillis);
      if (segment != null) {
        segments.add(segment);
      }
      meanwhile.run();
    }
    counts.unknown(unknown);
    return segments;
  }

  private void sort(Entry entry) {
    SegmentName.parse(entry.name()).ifPresent(name -> files.put(name, entry));
    SegmentName.Notes.parse(entry.name())
        .ifPresent(
            file -> notes.computeIfAbsent(file.number(), first -> new ArrayList<>()).add(file));
    boolean isOurs =
        entry.name().equals(SpillDirectory.LOCK)
            || SegmentName.parse(entry.name()).isPresent()
            || SegmentName.Notes.parse(entry.name()).isPresent();
    if (!isOurs) {
      root.foreign(directory.resolve(entry.name()));
    }
  }

  /// Their segment was deleted, and the process ended before they were.
  private void deleteNotesOfNothing(List<SegmentName> names) throws IOException {
    for (SegmentName each : names) {
      notes.computeIfAbsent(each.number(), none -> List.of());
    }
    Set<Long> numbers = names.stream().map(SegmentName::number).collect(Collectors.toSet());
    if (!numbers.containsAll(notes.keySet())) {
      // That the segment is gone may be known to the kernel alone.
      disk.syncDirectory(directory);
    }
    for (var each : List.copyOf(notes.entrySet())) {
      if (!numbers.contains(each.getKey())) {
        for (SegmentName.Notes file : each.getValue()) {
          disk.delete(directory.resolve(file.toString()));
        }
        notes.remove(each.getKey());
      }
    }
  }

  private @Nullable Segment scan(
      SegmentName name, @Nullable SegmentName next, long wallMillis, long nowMillis)
      throws IOException {
    boolean isFollowed = next != null && next.number() == name.number() + 1;
    long endSequence = next == null ? Long.MAX_VALUE : next.firstSequence();
    var subject = new SegmentScan.Subject(disk, directory, name, endSequence, isFollowed);
    Path path = directory.resolve(name.toString());
    Entry file = files.get(name);
    try {
      var settled = new BitSet();
      int nextNotes = readNotes(name, file == null ? 0 : file.bytes(), settled);
      SegmentScan scan = SegmentScan.of(subject, settled, nextNotes);
      unknown += scan.unknown();
      long modified = file == null ? wallMillis : file.modifiedMillis();
      return new Segment(subject, scan, Math.max(0, wallMillis - modified), nowMillis);
    } catch (IOException | ArithmeticException notRead) {
      counts.diskError();
      int failures = root.failed(path);
      if (failures < MAX_FAILURES) {
        throw new IOException("reading " + path, notRead);
      }
      if (failures == MAX_FAILURES) {
        unknown++;
        LOG.warn("left alone what the disk does not read file=\"{}\"", path, notRead);
      }
      return null;
    }
  }

  /// Number of the first file of notes that is not there.
  private int readNotes(SegmentName name, long bytes, BitSet settled) throws IOException {
    int next = 0;
    for (SegmentName.Notes each : notes.getOrDefault(name.number(), List.of())) {
      Path file = directory.resolve(each.toString());
      SettledNotes.read(disk, file, name, SpillLimits.mostRecords(bytes), settled);
      next = Math.max(next, each.file() + 1);
    }
    return next;
  }
}
