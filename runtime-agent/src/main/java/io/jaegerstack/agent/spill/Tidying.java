package io.jaegerstack.agent.spill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Notes what was settled and deletes what is of no more use. Whatever the disk refuses is tried
/// again at the next turn. The log's thread's.
final class Tidying {
  private final SpillDirectory directory;
  private final SpillDisk disk;
  private final SpillLog log;

  /// Finished segments whose files are still there.
  private final Map<Segment, Generation> finished = new LinkedHashMap<>();

  /// With notes that were written and not synced.
  private final Set<Segment> unsynced = new LinkedHashSet<>();

  Tidying(SpillDirectory directory, SpillDisk disk, SpillLog log) {
    this.directory = directory;
    this.disk = disk;
    this.log = log;
  }

  /// Writes down what was settled since the last turn.
  ///
  /// @param isSyncDue whether that is to survive the machine's end too
  void noteSettled(boolean isSyncDue) {
    var settled = new LinkedHashMap<Segment, BitSet>();
    log.locked(
        generations ->
            generations.stream()
                .flatMap(each -> each.segments().stream())
                .forEach(each -> takeUnnoted(each, settled)));
    settled.forEach(this::note);
    if (!isSyncDue) {
      return;
    }
    unsynced.removeIf(this::isSynced);
  }

  private static void takeUnnoted(Segment segment, Map<Segment, BitSet> settled) {
    BitSet indexes = segment.takeUnnoted();
    if (indexes != null) {
      settled.put(segment, indexes);
    }
  }

  private void note(Segment segment, BitSet indexes) {
    try {
      segment.notes().write(indexes);
      unsynced.add(segment);
    } catch (IOException failed) {
      log.counts().diskError();
      log.locked(generations -> segment.noteAllAgain());
    }
  }

  private boolean isSynced(Segment segment) {
    try {
      segment.notes().sync();
    } catch (IOException failed) {
      // What the file had is written to another at the next turn.
      log.counts().diskError();
      log.locked(generations -> segment.noteAllAgain());
    }
    return true;
  }

  /// Deletes the segments whose records are all settled: first the records, and once their name is
  /// gone from the disk the notes; the other way round a power failure would bring them back.
  void deleteFinished() {
    log.locked(
        generations ->
            generations.forEach(
                generation ->
                    generation.takeFinished().forEach(each -> finished.put(each, generation))));
    var stuck = new HashSet<Generation>();
    for (Map.Entry<Segment, Generation> each : List.copyOf(finished.entrySet())) {
      if (stuck.contains(each.getValue()) || !isDeleted(each.getKey())) {
        stuck.add(each.getValue());
        noteWhatStays(each.getKey());
        continue;
      }
      unsynced.remove(each.getKey());
      finished.remove(each.getKey());
      log.counts().files(-each.getKey().bytes());
    }
  }

  private boolean isDeleted(Segment segment) {
    log.locked(generations -> segment.close());
    try {
      disk.delete(segment.path());
      disk.syncDirectory(segment.directory());
      segment.notes().delete();
      return true;
    } catch (IOException failed) {
      log.counts().diskError();
      return false;
    }
  }

  private void noteWhatStays(Segment segment) {
    var settled = new LinkedHashMap<Segment, BitSet>();
    log.locked(generations -> takeUnnoted(segment, settled));
    settled.forEach(this::note);
  }

  /// Removes the directories of dead agents that have nothing left.
  ///
  /// @param own stays; null at the end, when it goes too
  void removeEmpty(@Nullable Generation own) {
    var empty = new ArrayList<Generation>();
    log.locked(
        generations -> {
          generations.stream()
              .filter(each -> each != own && each.segments().isEmpty())
              .filter(each -> !finished.containsValue(each))
              .forEach(empty::add);
          generations.removeAll(empty);
        });
    for (Generation each : empty) {
      try {
        directory.remove(each.directory(), each.lock());
      } catch (IOException failed) {
        // Its lock was given back: whoever looks next finds it empty and tries again.
        log.counts().diskError();
      }
    }
  }

  /// Gives all locks back.
  void letGo() {
    log.locked(
        generations -> {
          for (Generation each : generations) {
            each.segments().forEach(Segment::close);
            each.segments().forEach(segment -> segment.notes().close());
            Closing.quietly(each.lock());
          }
          generations.clear();
        });
  }
}
