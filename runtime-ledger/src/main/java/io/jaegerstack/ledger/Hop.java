package io.jaegerstack.ledger;

import java.util.EnumMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// The account of one place where things come in and go on. Counting is lock-free and may happen on
/// any thread.
///
/// What is held is asked of those who hold it, not derived from the counts: otherwise the balance
/// would be true by definition and prove nothing.
public final class Hop {
  private final String name;
  private final Counted counted;
  private final LongAdder received = new LongAdder();
  private final LongAdder forwarded = new LongAdder();
  private final LongAdder returned = new LongAdder();
  private final LongAdder[] dropped = adders(DropReason.values().length);
  private final LongAdder[] lostBefore = adders(LostBefore.values().length);
  private final List<LongSupplier> holders = new CopyOnWriteArrayList<>();
  private final List<Runnable> others = new CopyOnWriteArrayList<>();

  Hop(String name, Counted counted) {
    this.name = name;
    this.counted = counted;
  }

  /// `agent.udp.compact`, `collector.pipeline`.
  public String name() {
    return name;
  }

  public Counted counted() {
    return counted;
  }

  public void received(long count) {
    received.add(count);
  }

  /// The next hop, or the storage, has acknowledged them.
  public void forwarded(long count) {
    forwarded.add(count);
  }

  /// They are given back to the sender, who has been told and still holds them.
  public void returned(long count) {
    returned.add(count);
  }

  public void dropped(DropReason reason, long count) {
    dropped[reason.ordinal()].add(count);
  }

  public void lostBefore(LostBefore reason, long count) {
    lostBefore[reason.ordinal()].add(count);
  }

  /// Adds someone who holds received things for a while and can say how many: a queue, requests in
  /// flight.
  public void heldBy(LongSupplier holder) {
    holders.add(holder);
  }

  /// Adds someone who knows of losses that others count, such as the kernel, and who puts them here
  /// whenever all figures are read.
  public void freshenedBy(Runnable other) {
    others.add(other);
  }

  public long received() {
    return received.sum();
  }

  public long forwarded() {
    return forwarded.sum();
  }

  public long returned() {
    return returned.sum();
  }

  public long dropped(DropReason reason) {
    return dropped[reason.ordinal()].sum();
  }

  public long lostBefore(LostBefore reason) {
    return lostBefore[reason.ordinal()].sum();
  }

  public long held() {
    return holders.stream().mapToLong(LongSupplier::getAsLong).sum();
  }

  /// One reading of everything. Taken while traffic flows, the figures are of slightly different
  /// moments.
  public HopSnapshot snapshot() {
    others.forEach(Runnable::run);
    var drops = new EnumMap<DropReason, Long>(DropReason.class);
    for (DropReason reason : DropReason.values()) {
      drops.put(reason, dropped(reason));
    }
    var losses = new EnumMap<LostBefore, Long>(LostBefore.class);
    for (LostBefore reason : LostBefore.values()) {
      losses.put(reason, lostBefore(reason));
    }
    return new HopSnapshot(
        name, counted, received(), forwarded(), returned(), drops, losses, held());
  }

  private static LongAdder[] adders(int count) {
    return Stream.generate(LongAdder::new).limit(count).toArray(LongAdder[]::new);
  }
}
