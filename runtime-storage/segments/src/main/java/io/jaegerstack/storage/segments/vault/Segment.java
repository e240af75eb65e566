package io.jaegerstack.storage.segments.vault;

import io.jaegerstack.storage.segments.Shared;
import io.jaegerstack.storage.segments.block.Block;
import io.jaegerstack.storage.segments.block.Payload;
import io.jaegerstack.storage.segments.disk.DiskFile;
import io.jaegerstack.storage.segments.vault.Manifest.IndexEntry;
import io.jaegerstack.storage.segments.vault.Manifest.SegmentEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A segment that is open for reading. Never changes: another block or a merge make a new one.
///
/// @param file of its spans; null where it cannot be read
/// @param indexes as the entry names them; null where one cannot be read
record Segment(
    SegmentEntry entry,
    long firstMillis,
    @Nullable SpansFile file,
    List<@Nullable OpenIndex> indexes) {
  /// The file of spans, its last part perhaps still to be written.
  record SpansFile(DiskFile file, Payload payload, Shared shared) {}

  /// @param shared its file
  record OpenIndex(Block block, Shared shared) {}

  Segment {
    indexes = Collections.unmodifiableList(new ArrayList<>(indexes));
  }

  long spans() {
    long spans = 0;
    for (OpenIndex index : indexes) {
      spans += index == null ? 0 : index.block.index().spans();
    }
    return spans;
  }

  /// Whether all of it can be read.
  boolean isWhole() {
    return file != null && indexes.stream().noneMatch(index -> index == null);
  }

  /// Its blocks, the newest first.
  List<Block> blocks() {
    var blocks = new ArrayList<Block>();
    for (OpenIndex index : indexes.reversed()) {
      if (index != null) {
        blocks.add(index.block);
      }
    }
    return blocks;
  }

  /// Everything that has to stay while it is read.
  List<Shared> shared() {
    var all = new ArrayList<Shared>();
    if (file != null) {
      all.add(file.shared);
    }
    for (OpenIndex index : indexes) {
      if (index != null) {
        all.add(index.shared);
      }
    }
    return all;
  }

  /// With one more block at its end.
  Segment with(long spansLength, long nowMillis, IndexEntry added, OpenIndex index) {
    var entries = new ArrayList<>(entry.indexes());
    entries.add(added);
    var open = new ArrayList<@Nullable OpenIndex>(indexes);
    open.add(index);
    return new Segment(
        new SegmentEntry(
            entry.number(), spansLength, false, Math.max(entry.newestMillis(), nowMillis), entries),
        firstMillis,
        file,
        open);
  }

  /// The same with no more blocks to come.
  Segment closed() {
    return new Segment(
        new SegmentEntry(
            entry.number(), entry.spansLength(), true, entry.newestMillis(), entry.indexes()),
        firstMillis,
        file,
        indexes);
  }

  /// The same with one index for all of it.
  Segment merged(IndexEntry only, OpenIndex index) {
    return new Segment(
        new SegmentEntry(
            entry.number(), entry.spansLength(), true, entry.newestMillis(), List.of(only)),
        firstMillis,
        file,
        List.of(index));
  }
}
