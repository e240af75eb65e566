package io.jaegerstack.storage.segments.vault;

import io.jaegerstack.storage.segments.Shared;
import io.jaegerstack.storage.segments.Shelf;
import io.jaegerstack.storage.segments.Vault;
import io.jaegerstack.storage.segments.block.Block;
import io.jaegerstack.storage.segments.block.DamagedException;
import io.jaegerstack.storage.segments.block.Index;
import io.jaegerstack.storage.segments.block.IndexMerge;
import io.jaegerstack.storage.segments.block.SealedBlock;
import io.jaegerstack.storage.segments.bytes.Zstd;
import io.jaegerstack.storage.segments.disk.DiskFile;
import io.jaegerstack.storage.segments.vault.Manifest.IndexEntry;
import io.jaegerstack.storage.segments.vault.Manifest.SegmentEntry;
import io.jaegerstack.storage.segments.vault.Segment.OpenIndex;
import io.jaegerstack.storage.segments.vault.Segment.SpansFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Segments in a directory, the oldest first. A block is appended to the last one; a segment that
/// is full gets one index in place of its blocks'; segments leave whole. Everything that counts is
/// named by the manifest, which changes last: until then files are nobody's, and afterwards those
/// it does not name any more are.
///
/// One thread changes it; any may look at its shelf and size.
final class FileVault implements Vault {
  private final SegmentFiles files;
  private final ManifestFiles manifests;
  private final SegmentLimits limits;
  private final SteadyClock clock;
  private final VaultEvents events;
  private volatile List<Segment> segments;
  private volatile int logFrom;
  private int nextNumber;

  /// Numbers of segments that a merge could not read.
  private final Set<Integer> damaged = new HashSet<>();

  /// Whether the last segment must not be appended to: its file may not be what was written.
  private boolean isLastBroken;

  /// Whether the newest manifest on the disk may be one that failed: until another one is there,
  /// nothing may go that it may name.
  private boolean isManifestInDoubt;

  /// Indexes that only such a manifest names.
  private final List<Unnamed> unnamed = new ArrayList<>();

  private record Unnamed(IndexEntry entry, OpenIndex index) {}

  FileVault(
      SegmentFiles files,
      ManifestFiles manifests,
      Manifest manifest,
      SegmentLimits limits,
      SteadyClock clock,
      VaultEvents events) {
    this.files = files;
    this.manifests = manifests;
    this.limits = limits;
    this.clock = clock;
    this.events = events;
    this.logFrom = manifest.logFrom();
    this.nextNumber = manifest.nextNumber();
    this.segments = manifest.segments().stream().map(files::open).toList();
    // A file is written to by the start that made it only.
    this.isLastBroken = true;
  }

  @Override
  public Shelf shelf() {
    var blocks = new ArrayList<Block>();
    var shared = new ArrayList<Shared>();
    for (Segment segment : segments.reversed()) {
      blocks.addAll(segment.blocks());
      shared.addAll(segment.shared());
    }
    return new Shelf(blocks, shared);
  }

  int logFrom() {
    return logFrom;
  }

  /// Bytes of all files that count, the log aside.
  long bytes() {
    return segments.stream().mapToLong(segment -> segment.entry().bytes()).sum();
  }

  long spans() {
    return segments.stream().mapToLong(Segment::spans).sum();
  }

  int segmentCount() {
    return segments.size();
  }

  private @Nullable Segment last() {
    return segments.isEmpty() || segments.getLast().entry().isClosed() ? null : segments.getLast();
  }

  private int takeNumber() throws IOException {
    int number = nextNumber;
    nextNumber = FileNames.after(number);
    return number;
  }

  private boolean isFull(Segment segment) {
    long age = clock.millis() - segment.firstMillis();
    return isLastBroken
        || !segment.isWhole()
        || segment.indexes().size() >= limits.blocksOfSegment()
        || segment.entry().bytes() >= limits.segmentBytes()
        || age >= limits.segmentAge().toMillis()
        || age < 0
        || !IndexMerge.fits(indexes(segment));
  }

  @Override
  public long nextPayloadAt() throws IOException {
    settle();
    Segment last = last();
    if (last == null || isFull(last)) {
      begin(last);
    }
    return segments.getLast().entry().spansLength();
  }

  /// Writes what is true once more where the last manifest failed, which may have come to the disk
  /// all the same.
  private void settle() throws IOException {
    if (isManifestInDoubt) {
      install(segments, logFrom);
    }
    unnamed.forEach(each -> leaves(each.entry, each.index));
    unnamed.clear();
  }

  /// Closes `before`, and begins a segment behind it; the manifest knows with its first block.
  private void begin(@Nullable Segment before) throws IOException {
    int number = takeNumber();
    SpansFile file = files.createSpans(number);
    long now = clock.millis();
    var all = new ArrayList<>(segments);
    if (before != null) {
      all.removeLast();
      if (!before.entry().indexes().isEmpty()) {
        all.add(before.closed());
      } else if (before.file() != null) {
        leaves(before);
      }
    }
    var entry = new SegmentEntry(number, 0, false, now, List.of());
    all.add(new Segment(entry, now, file, List.of()));
    segments = List.copyOf(all);
    isLastBroken = false;
  }

  @Override
  public void keep(SealedBlock block, int journalEnd) throws IOException {
    Segment last = segments.getLast();
    SpansFile spans = last.file();
    if (spans == null) {
      throw new IOException("segment %d cannot be read".formatted(last.entry().number()));
    }
    boolean isKept = false;
    try {
      spans.file().write(ByteBuffer.wrap(block.payload()), last.entry().spansLength());
      spans.file().sync();
      int number = takeNumber();
      OpenIndex index = files.writeIndex(number, block.index(), spans);
      var added = new IndexEntry(number, block.index().length);
      long length = last.entry().spansLength() + block.payload().length;
      var all = new ArrayList<>(segments);
      all.set(all.size() - 1, last.with(length, clock.millis(), added, index));
      install(all, Math.max(logFrom, journalEnd), added, index);
      isKept = true;
    } finally {
      isLastBroken = !isKept;
    }
  }

  /// Makes `all` the truth.
  private void install(List<Segment> all, int log) throws IOException {
    List<SegmentEntry> entries =
        all.stream().map(Segment::entry).filter(entry -> !entry.indexes().isEmpty()).toList();
    isManifestInDoubt = true;
    manifests.write(new Manifest(nextNumber, log, entries));
    isManifestInDoubt = false;
    segments = List.copyOf(all);
    logFrom = log;
  }

  /// The same where `all` names an index that is new.
  private void install(List<Segment> all, int log, IndexEntry entry, OpenIndex index)
      throws IOException {
    try {
      install(all, log);
    } catch (IOException failed) {
      unnamed.add(new Unnamed(entry, index));
      throw failed;
    }
  }

  /// First what makes room, then what needs some.
  @Override
  public boolean tidy() throws IOException {
    settle();
    boolean hasLeft = retain();
    boolean hasMerged = merge();
    return hasMerged || hasLeft;
  }

  private boolean merge() throws IOException {
    List<Segment> all = segments;
    for (int i = 0; i < all.size(); i++) {
      Segment segment = all.get(i);
      boolean isLast = i == all.size() - 1;
      boolean isDone = segment.entry().isClosed() || (isLast && isFull(segment));
      boolean isMany = segment.indexes().size() > 1;
      if (isDone && isMany && segment.isWhole() && !damaged.contains(segment.entry().number())) {
        return mergeSound(segment);
      }
    }
    return false;
  }

  /// A segment with damage keeps its indexes as they are, until it leaves.
  private boolean mergeSound(Segment segment) throws IOException {
    try {
      merge(segment);
      return true;
    } catch (DamagedException found) {
      damaged.add(segment.entry().number());
      events.damaged(found);
      return false;
    }
  }

  private void merge(Segment segment) throws IOException {
    SpansFile spans = segment.file();
    if (spans == null) {
      return;
    }
    int number = takeNumber();
    long[] length = new long[1];
    OpenIndex index =
        files.writeIndex(
            number,
            file -> {
              length[0] = write(indexes(segment), file);
              return length[0];
            },
            spans);
    var all = new ArrayList<>(segments);
    var merged = new IndexEntry(number, length[0]);
    all.set(all.indexOf(segment), segment.merged(merged, index));
    install(all, logFrom, merged, index);
    for (int i = 0; i < segment.indexes().size(); i++) {
      leaves(segment.entry().indexes().get(i), segment.indexes().get(i));
    }
  }

  private static List<Index> indexes(Segment segment) {
    var indexes = new ArrayList<Index>();
    for (OpenIndex each : segment.indexes()) {
      if (each != null) {
        indexes.add(each.block().index());
      }
    }
    return indexes;
  }

  private static long write(List<Index> indexes, DiskFile file) throws IOException {
    long[] position = new long[1];
    try (var zstd = new Zstd.Compressor()) {
      return IndexMerge.merge(
          indexes,
          (bytes, offset, count) -> {
            file.write(ByteBuffer.wrap(bytes, offset, count).slice(), position[0]);
            position[0] += count;
          },
          zstd);
    }
  }

  private boolean retain() throws IOException {
    int tooOld = tooOld();
    boolean hasLeft = false;
    while (!segments.isEmpty() && !segments.getFirst().entry().indexes().isEmpty()) {
      Segment first = segments.getFirst();
      boolean isOld = tooOld-- > 0;
      if (!isOld && bytes() <= limits.maxBytes()) {
        break;
      }
      install(segments.subList(1, segments.size()), logFrom);
      leaves(first);
      events.removed(isOld ? "max-age" : "max-bytes", first.spans(), first.entry().bytes());
      hasLeft = true;
    }
    return hasLeft;
  }

  /// How many of the oldest are too old. Clocks may have been wrong: a time that is still to come
  /// says nothing of its segment, and one that is young keeps all that came after it, whatever the
  /// clock said then.
  private int tooOld() {
    long now = clock.believedMillis();
    long oldest = now - limits.maxAge().toMillis();
    List<Segment> all = segments;
    int count = 0;
    for (int i = 0; i < all.size() && !all.get(i).entry().indexes().isEmpty(); i++) {
      long newest = all.get(i).entry().newestMillis();
      if (newest < oldest) {
        count = i + 1;
      } else if (newest <= now) {
        return count;
      }
    }
    return count;
  }

  private void leaves(Segment segment) {
    files.leaves(FileNames.spans(segment.entry().number()));
    for (int i = 0; i < segment.indexes().size(); i++) {
      leaves(segment.entry().indexes().get(i), segment.indexes().get(i));
    }
    if (segment.file() != null) {
      segment.file().shared().release();
    }
  }

  private void leaves(IndexEntry entry, @Nullable OpenIndex index) {
    files.leaves(FileNames.index(entry.number()));
    if (index != null) {
      index.shared().release();
    }
  }

  @Override
  public void close() {
    for (Segment segment : segments) {
      segment.shared().forEach(Shared::release);
    }
  }
}
