package io.jaegerstack.agent.spill;

import io.jaegerstack.agent.spill.SegmentWalk.Found;
import io.jaegerstack.agent.spill.SegmentWriter.Pending;
import io.jaegerstack.agent.spill.SpillDirectory.Orphan;
import io.jaegerstack.server.RateLimitedLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Does what the log does to the disk, in turns: writes and syncs what was appended, notes what was
/// settled, deletes what is finished, takes over what dead agents left. One thread's.
final class SpillKeeper {
  /// After the disk failed; doubled each time it fails again.
  private static final long FIRST_PAUSE_MILLIS = 1_000;

  private static final long LONGEST_PAUSE_MILLIS = 30_000;

  /// Notes of settled records survive the process at once, and the machine after this.
  private static final long NOTES_SYNC_MILLIS = 1_000;

  /// How soon the frames of an agent that ends are taken over.
  private static final long ADOPT_MILLIS = 10_000;

  private static final RateLimitedLog WARNINGS =
      RateLimitedLog.of(LoggerFactory.getLogger(SpillKeeper.class));

  private final SpillDisk disk;
  private final SpillDirectory directory;
  private final SpillLog log;
  private final SpillLimits limits;
  private final Passing time;
  private final IntSupplier random;
  private final Tidying tidying;
  private @Nullable Generation own;
  private @Nullable SegmentWriter writer;
  private long pauseMillis = FIRST_PAUSE_MILLIS;
  private long retryMillis;
  private long notesMillis;
  private long adoptMillis;

  SpillKeeper(
      SpillDisk disk,
      SpillDirectory directory,
      SpillLog log,
      SpillLimits limits,
      Passing time,
      IntSupplier random) {
    this.disk = disk;
    this.directory = directory;
    this.log = log;
    this.limits = limits;
    this.time = time;
    this.random = random;
    this.tidying = new Tidying(directory, disk, log);
  }

  /// One turn. Never throws for what the disk does.
  void turn() {
    if (!isOpen()) {
      refusePending(Refusal.DISK);
      return;
    }
    // Before the fsync, so that the end of the process does not undo what was settled meanwhile.
    tidying.noteSettled(false);
    write();
    if (time.millis() >= adoptMillis) {
      adoptMillis = time.millis() + ADOPT_MILLIS;
      log.oldestMillis();
      tidying.removeEmpty(own);
      adopt();
    }
    sealSpent();
    tidying.deleteFinished();
    boolean isSyncDue = time.millis() >= notesMillis;
    tidying.noteSettled(isSyncDue);
    notesMillis = isSyncDue ? time.millis() + NOTES_SYNC_MILLIS : notesMillis;
  }

  /// Makes this process's directory, if the disk lets it: frames are taken from then on.
  void open() {
    isOpen();
  }

  private boolean isOpen() {
    if (time.millis() < retryMillis) {
      return false;
    }
    if (own == null) {
      try {
        create();
      } catch (IOException failed) {
        failing("open", failed);
        return false;
      }
    }
    log.usable(true);
    return true;
  }

  private void create() throws IOException {
    Orphan mine = directory.create(time.startMillis(), random);
    var generation = generation(mine);
    writer =
        new SegmentWriter(
            disk, mine.directory(), limits.segmentBytes(), time.startMillis(), random);
    log.locked(generations -> generations.add(generation));
    own = generation;
  }

  private Generation generation(Orphan of) {
    return new Generation(
        of.name(), of.directory(), of.lock(), log.counts(), limits.maxAge().toMillis());
  }

  private void failing(String what, IOException why) {
    log.usable(false);
    log.counts().diskError();
    retryMillis = time.millis() + pauseMillis;
    pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    WARNINGS.warn(
        "spill failed operation={} frames stay in memory reason=\"{}\"", what, why.toString());
  }

  private void refusePending(Refusal why) {
    List<Pending> refused = log.pending();
    log.written(refused.size());
    for (Pending each : refused) {
      log.counts().addRefused(why);
      each.appended().failed(why);
    }
  }

  private void write() {
    List<Pending> all = log.pending();
    for (int done = 0; done < all.size(); ) {
      List<Pending> batch = all.subList(done, all.size());
      List<Found> found = written(batch);
      if (found == null) {
        refusePending(Refusal.DISK);
        return;
      }
      List<SpillRecord> records = log.kept(owned(), writing().segment(), found);
      log.written(records.size());
      for (int i = 0; i < records.size(); i++) {
        batch.get(i).appended().kept(records.get(i));
      }
      done += records.size();
      pauseMillis = FIRST_PAUSE_MILLIS;
    }
  }

  /// What of the batch is on the disk now; null where nothing is, in a second file neither.
  private @Nullable List<Found> written(List<Pending> batch) {
    if (!writing().hasRoomFor(batch.getFirst())) {
      seal();
    }
    try {
      return writing().write(batch);
    } catch (IOException first) {
      log.counts().diskError();
      seal();
    }
    try {
      return writing().write(batch);
    } catch (IOException second) {
      seal();
      failing("write", second);
      return null;
    }
  }

  /// Also of a segment without a record that counts: its file goes in its turn.
  private void seal() {
    log.locked(
        generations -> {
          Segment ended = writing().seal();
          if (ended != null) {
            owned().add(ended);
          }
        });
  }

  private void sealSpent() {
    var isSpent = new AtomicBoolean();
    log.locked(generations -> isSpent.set(writing().isSpent()));
    if (isSpent.get()) {
      seal();
    }
  }

  private void adopt() {
    var ours = new HashSet<String>();
    log.locked(generations -> generations.forEach(each -> ours.add(each.name())));
    var orphans = new ArrayList<Orphan>();
    try {
      orphans.addAll(directory.orphans(ours));
    } catch (IOException failed) {
      log.counts().diskError();
      WARNINGS.warn("cannot look for what dead agents left reason=\"{}\"", failed.toString());
    }
    orphans.forEach(this::adopt);
  }

  private void adopt(Orphan orphan) {
    var generation = generation(orphan);
    try {
      new Adoption(disk, directory, log.counts(), orphan.directory())
          .read(time.wallMillis(), time.millis(), this::write)
          .forEach(generation::add);
    } catch (IOException failed) {
      Closing.quietly(orphan.lock());
      WARNINGS.warn(
          "cannot take over directory=\"{}\" reason=\"{}\"", orphan.directory(), failed.toString());
      return;
    }
    log.locked(generations -> take(generation, generations));
  }

  private void take(Generation dead, List<Generation> generations) {
    for (Segment each : dead.segments()) {
      log.counts().files(each.bytes());
      log.counts().adopted(each.liveRecords(), each.liveSpans());
    }
    generations.add(dead);
    generations.sort(Comparator.comparing(Generation::name));
  }

  /// The last turn: what waits is written, what was settled noted and synced, the locks are given
  /// back. What is on the disk then is the next agent's.
  void close() {
    log.close();
    if (own == null) {
      refusePending(Refusal.CLOSED);
      return;
    }
    write();
    seal();
    tidying.deleteFinished();
    tidying.noteSettled(true);
    tidying.removeEmpty(null);
    tidying.letGo();
  }

  private Generation owned() {
    Generation mine = own;
    if (mine == null) {
      throw new IllegalStateException("the directory is not open");
    }
    return mine;
  }

  private SegmentWriter writing() {
    SegmentWriter mine = writer;
    if (mine == null) {
      throw new IllegalStateException("the directory is not open");
    }
    return mine;
  }
}
