package io.jaegerstack.agent.spill;

import io.jaegerstack.ledger.DropReason;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// What the log has done and what it holds, for metrics and for the account of spans. Written with
/// the log's lock held or by its thread; read by any.
public final class SpillCounts {
  private final SpillEvents events;
  private final LongAdder appended = new LongAdder();
  private final LongAdder adopted = new LongAdder();
  private final LongAdder expired = new LongAdder();
  private final LongAdder damaged = new LongAdder();
  private final LongAdder unknown = new LongAdder();
  private final LongAdder diskErrors = new LongAdder();
  private final LongAdder records = new LongAdder();
  private final LongAdder spans = new LongAdder();
  private final LongAdder heldSpans = new LongAdder();
  private final LongAdder fileBytes = new LongAdder();
  private final LongAdder[] refused =
      Stream.generate(LongAdder::new).limit(Refusal.values().length).toArray(LongAdder[]::new);

  SpillCounts(SpillEvents events) {
    this.events = events;
  }

  void kept(int recordSpans) {
    appended.increment();
    added(1, recordSpans);
  }

  void adopted(long liveRecords, long liveSpans) {
    adopted.add(liveRecords);
    added(liveRecords, liveSpans);
    events.adopted(liveSpans);
  }

  private void added(long moreRecords, long moreSpans) {
    records.add(moreRecords);
    spans.add(moreSpans);
  }

  void settled(long lessSpans) {
    added(-1, -lessSpans);
  }

  void dropped(DropReason reason, long lessRecords, long lessSpans) {
    (reason == DropReason.EXPIRED ? expired : damaged).add(lessRecords);
    added(-lessRecords, -lessSpans);
    events.dropped(reason, lessSpans);
  }

  void held(long moreSpans) {
    heldSpans.add(moreSpans);
  }

  void unknown(long lost) {
    unknown.add(lost);
  }

  void files(long moreBytes) {
    fileBytes.add(moreBytes);
  }

  void addRefused(Refusal why) {
    refused[why.ordinal()].increment();
  }

  void diskError() {
    diskErrors.increment();
  }

  /// Bytes of the files.
  public long bytes() {
    return fileBytes.sum();
  }

  /// Frames on the disk that are not settled.
  public long frames() {
    return records.sum();
  }

  /// Spans of those.
  public long spans() {
    return spans.sum();
  }

  /// Those of them that nobody has in memory.
  public long waitingSpans() {
    return spans.sum() - heldSpans.sum();
  }

  /// Frames that came onto the disk.
  public long appended() {
    return appended.sum();
  }

  /// Frames of dead agents that were taken over.
  public long adopted() {
    return adopted.sum();
  }

  public long refused(Refusal why) {
    return refused[why.ordinal()].sum();
  }

  public long expired() {
    return expired.sum();
  }

  /// Frames whose spans are known and whose bytes could not be read back.
  public long damaged() {
    return damaged.sum();
  }

  /// Frames of dead agents of which nothing is known but that they were there.
  public long unknown() {
    return unknown.sum();
  }

  /// Operations of the disk that failed.
  public long diskErrors() {
    return diskErrors.sum();
  }
}
