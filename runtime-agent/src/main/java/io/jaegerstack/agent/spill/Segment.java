package io.jaegerstack.agent.spill;

import io.jaegerstack.agent.spill.SegmentWalk.Found;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// One file of records and what is known of them. Guarded by the log's lock, but for its notes,
/// which are the log's thread's.
final class Segment {
  /// Looks at a place that the disk does not read before its records are given up.
  private static final int MAX_FAILURES = 3;

  private final SpillDisk disk;
  private final Path directory;
  private final SegmentName name;
  private final SettledNotes notes;
  private final BitSet settled;
  private final BitSet unnoted = new BitSet();

  /// Records in a caller's hands or given back by one: no longer the walk's to find.
  private final BitSet tracked = new BitSet();

  private final long endSequence;
  private final long agedBy;
  private final long keptUntilMillis;
  private long end;
  private long records;
  private long spans;
  private long doneRecords;
  private long doneSpans;
  private long trackedSpans;
  private boolean isSealed;
  private boolean isWalked;
  private int failures;
  private @Nullable SpillFile file;
  private @Nullable SegmentWalk walk;

  /// A new one of this process, still without records.
  ///
  /// @param startMillis the generation's start by the wall clock
  Segment(SpillDisk disk, Path directory, SegmentName name, long startMillis) {
    this.disk = disk;
    this.directory = directory;
    this.name = name;
    this.notes = new SettledNotes(disk, directory, name, 0);
    this.settled = new BitSet();
    this.endSequence = Long.MAX_VALUE;
    this.agedBy = startMillis;
    this.keptUntilMillis = 0;
  }

  /// A dead agent's.
  ///
  /// @param idleMillis since it was last written to
  /// @param nowMillis since this process began
  Segment(SegmentScan.Subject subject, SegmentScan scan, long idleMillis, long nowMillis) {
    this.disk = subject.disk();
    this.directory = subject.directory();
    this.name = subject.name();
    this.notes = new SettledNotes(disk, directory, name, scan.notes());
    this.settled = scan.settled();
    // Noted anew: what a process has read another may not have brought to the disk.
    this.unnoted.or(settled);
    this.endSequence = subject.endSequence();
    this.agedBy = idleMillis + scan.lastStamp() - nowMillis;
    this.keptUntilMillis = nowMillis + SpillLimits.GRACE.toMillis();
    this.end = scan.bytes();
    this.records = scan.records();
    this.spans = scan.spans();
    this.doneRecords = scan.settledRecords();
    this.doneSpans = scan.settledSpans();
    this.isSealed = true;
  }

  SegmentName name() {
    return name;
  }

  SettledNotes notes() {
    return notes;
  }

  Path directory() {
    return directory;
  }

  Path path() {
    return directory.resolve(name.toString());
  }

  long bytes() {
    return end;
  }

  long liveRecords() {
    return records - doneRecords;
  }

  long liveSpans() {
    return spans - doneSpans;
  }

  /// Nothing of it is wanted any more.
  boolean isFinished() {
    return isSealed && liveRecords() == 0;
  }

  boolean isSealed() {
    return isSealed;
  }

  /// No more records will come.
  void seal() {
    isSealed = true;
  }

  /// Adds a record that is on the disk.
  void kept(Found found) {
    records++;
    spans += found.header().spans();
    end = found.end();
  }

  /// @param nowMillis since this process began
  boolean isExpired(Found found, long maxAgeMillis, long nowMillis) {
    return nowMillis >= keptUntilMillis && ageMillis(found, nowMillis) > maxAgeMillis;
  }

  long ageMillis(Found found, long nowMillis) {
    return nowMillis + agedBy - found.header().stampMillis();
  }

  /// Whether every record has been passed.
  boolean isWalked() {
    return isWalked;
  }

  /// The next record that is neither settled nor tracked; null where there is none yet, or, in a
  /// sealed segment, none any more.
  @Nullable Found next() throws IOException {
    for (Found found = walk().next(end); found != null; found = walk().next(end)) {
      long sequence = found.header().sequence();
      int index = index(found);
      if (sequence < endSequence && !settled.get(index) && !tracked.get(index)) {
        return found;
      }
    }
    isWalked = isSealed;
    return null;
  }

  /// The next [#next] finds it again.
  void back(Found found) throws IOException {
    walk().back(found);
  }

  /// The next [#next] finds what is behind it.
  void pass(Found found) throws IOException {
    walk().pass(found);
  }

  private SegmentWalk walk() throws IOException {
    SegmentWalk walking = walk;
    if (walking == null) {
      walking = new SegmentWalk(opened(), name);
      walk = walking;
    }
    return walking;
  }

  private SpillFile opened() throws IOException {
    SpillFile open = file;
    if (open == null) {
      open = disk.open(path());
      file = open;
    }
    return open;
  }

  boolean isBehindWalk(Found found) {
    return isWalked || (walk != null && found.offset() < walk.position());
  }

  /// The bytes of a record; null where they are not what was written.
  @Nullable ByteBuffer body(Found found) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(found.header().length());
    opened().readFully(bytes, found.offset() + RecordHeader.BYTES);
    failures = 0;
    bytes.flip();
    boolean isWhole =
        bytes.remaining() == found.header().length()
            && RecordHeader.crc(bytes) == found.header().bodyCrc();
    return isWhole ? bytes : null;
  }

  /// Notes that the disk did not read. Whether that is now so often that nobody tries again.
  boolean hasFailedForGood() {
    return ++failures >= MAX_FAILURES;
  }

  void track(Found found) {
    tracked.set(index(found));
    trackedSpans += found.header().spans();
  }

  void untrack(Found found) {
    tracked.clear(index(found));
    trackedSpans -= found.header().spans();
  }

  /// A record that is not tracked is done with.
  void settle(Found found) {
    settled.set(index(found));
    unnoted.set(index(found));
    doneRecords++;
    doneSpans += found.header().spans();
  }

  /// Nobody has it, and the walk will not find it.
  boolean isGone(Found found) {
    int index = index(found);
    return !tracked.get(index) && (isWalked || settled.get(index));
  }

  private int index(Found found) {
    return Math.toIntExact(found.header().sequence() - name.firstSequence());
  }

  /// Records that the walk has not found and never will.
  long missingRecords() {
    return liveRecords() - tracked.cardinality();
  }

  long missingSpans() {
    return liveSpans() - trackedSpans;
  }

  /// Counts the missing ones as done: to be called once they are accounted for.
  void giveUpMissing() {
    long lostRecords = missingRecords();
    long lostSpans = missingSpans();
    doneRecords += lostRecords;
    doneSpans += lostSpans;
    isWalked = true;
  }

  /// What was settled since the last call; null where nothing was.
  @Nullable BitSet takeUnnoted() {
    if (unnoted.isEmpty()) {
      return null;
    }
    var taken = (BitSet) unnoted.clone();
    unnoted.clear();
    return taken;
  }

  /// What was noted may be lost: to be taken again, all of it.
  void noteAllAgain() {
    unnoted.or(settled);
  }

  void close() {
    Closing.quietly(file);
    file = null;
    walk = null;
  }
}
