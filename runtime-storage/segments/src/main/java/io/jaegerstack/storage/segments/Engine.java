package io.jaegerstack.storage.segments;

import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.segments.block.Seal;
import io.jaegerstack.storage.segments.block.SealedBlock;
import io.jaegerstack.storage.segments.bytes.Zstd;
import io.jaegerstack.storage.segments.head.Head;
import io.jaegerstack.storage.segments.head.HeadLimits;
import io.jaegerstack.storage.segments.search.Contents;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Takes spans into a head, has full heads sealed by a thread of its own, and shows heads and
/// blocks to readers as one. Writers wait only where sealing is several heads behind; readers wait
/// for nothing.
public final class Engine {
  /// Full heads that may wait to be sealed; bounds memory where the vault is slow.
  private static final int MOST_WAITING = 3;

  /// How long a writer waits for one of them to be sealed.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /// A part of the journal ends when it has so many times the bytes of a head: spans that come
  /// again are in it each time, and in the head once.
  private static final int HEADS_OF_PART = 8;

  /// Between looks at what is too old.
  private static final Duration TICK = Duration.ofSeconds(1);

  /// Before what failed is tried again.
  private static final Duration RETRY = Duration.ofMillis(500);

  /// A full head, and the journal's part that begins after its spans.
  private record Waiting(Head head, int journalEnd) {}

  private final HeadLimits limits;
  private final Duration headAge;
  private final Vault vault;
  private final Journal journal;
  private final EngineEvents events;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Thread sealing = new Thread(this::seal, "segments-seal");
  private Head head;
  private Shelf shelf;
  private long headSince = System.nanoTime();
  private long partBytes;
  private boolean isReplaying;
  private volatile View view;
  private @Nullable IOException failure;
  private boolean isClosed;

  /// @param headAge a head is sealed when it has been filling for so long, full or not
  public Engine(
      HeadLimits limits, Duration headAge, Vault vault, Journal journal, EngineEvents events) {
    this.limits = limits;
    this.headAge = headAge;
    this.vault = vault;
    this.journal = journal;
    this.events = events;
    head = newHead();
    shelf = vault.shelf();
    view = new View(new Contents(List.of(head), shelf.blocks()), shelf.shared());
    sealing.setDaemon(true);
  }

  private Head newHead() {
    return new Head(limits, events::duplicate);
  }

  /// Begins to seal.
  public void start() {
    sealing.start();
  }

  /// Adds all spans of `frame`, and gives them to the journal.
  ///
  /// @throws StorageException where sealing is too far behind
  public Journal.Ticket append(byte[] frame) {
    lock.lock();
    try {
      awaitRoom();
      Journal.Ticket ticket = journal.append(frame);
      head.add(frame);
      partBytes += frame.length;
      if (head.isFull() || partBytes >= HEADS_OF_PART * limits.bytes()) {
        freeze(journal.nextPart());
      }
      return ticket;
    } finally {
      lock.unlock();
    }
  }

  /// Adds all spans of `frame` without the journal, a full head after the other.
  public void appendInParts(byte[] frame, int spans) {
    lock.lock();
    try {
      for (int next = 0; next < spans; ) {
        awaitRoom();
        next = head.addUntilFull(frame, next);
        if (head.isFull()) {
          freeze(0);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Adds spans that the journal has already, in its part `part`: after a restart. A head is sealed
  /// only where it is full until all are [#replayed]: the journal's next part is behind those that
  /// are still to come.
  public void replay(byte[] frame, int part) {
    lock.lock();
    try {
      isReplaying = true;
      awaitRoom();
      head.add(frame);
      if (head.isFull()) {
        freeze(part);
      }
    } finally {
      lock.unlock();
    }
  }

  /// All that the journal had is here.
  public void replayed() {
    lock.lock();
    try {
      isReplaying = false;
      headSince = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom() {
    long nanos = LONGEST_WAIT.toNanos();
    while (waiting.size() >= MOST_WAITING && !isClosed) {
      if (failure != null || nanos <= 0) {
        throw new StorageException(
            failure == null ? StorageException.Kind.OVERLOADED : StorageException.Kind.UNAVAILABLE,
            "%d full heads wait to be sealed: %s"
                .formatted(waiting.size(), failure == null ? "too slow" : failure.getMessage()),
            failure);
      }
      try {
        nanos = changed.awaitNanos(nanos);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new StorageException(StorageException.Kind.UNAVAILABLE, "interrupted", interrupted);
      }
    }
    if (isClosed) {
      throw new StorageException(StorageException.Kind.UNAVAILABLE, "the storage is closed");
    }
  }

  /// Under the lock.
  private void freeze(int journalEnd) {
    waiting.add(new Waiting(head, journalEnd));
    head = newHead();
    headSince = System.nanoTime();
    partBytes = 0;
    publish();
    changed.signalAll();
  }

  /// Seals what there is, full or not, at the next occasion.
  public void freeze() {
    lock.lock();
    try {
      if (head.size() > 0) {
        freeze(journal.nextPart());
      }
    } finally {
      lock.unlock();
    }
  }

  /// Shows the heads and the blocks as they are; under the lock.
  private void publish() {
    var heads = new ArrayList<Head>();
    heads.add(head);
    waiting.descendingIterator().forEachRemaining(each -> heads.add(each.head));
    View before = view;
    view = new View(new Contents(List.copyOf(heads), shelf.blocks()), shelf.shared());
    before.close();
  }

  /// Everything there is now; closed by the caller.
  ///
  /// @throws StorageException where the engine is closed
  public View view() {
    while (true) {
      View now = view;
      if (now.enter()) {
        return now;
      }
      if (isClosed()) {
        throw new StorageException(StorageException.Kind.UNAVAILABLE, "the storage is closed");
      }
    }
  }

  private void seal() {
    try {
      while (!isClosed()) {
        try (var zstd = new Zstd.Compressor()) {
          sealWith(zstd);
        } catch (IOException failed) {
          pause(failed);
        } catch (RuntimeException | Error broken) {
          // Without this thread nothing would be kept any more, and nobody would say so.
          pause(new IOException("sealing broke: " + broken, broken));
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void sealWith(Zstd.Compressor zstd) throws IOException, InterruptedException {
    while (!isClosed()) {
      keepAndTidy(next(), zstd);
      succeeded();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return isClosed;
    } finally {
      lock.unlock();
    }
  }

  /// The oldest full head; null where there is none for a tick.
  private @Nullable Waiting next() throws InterruptedException {
    lock.lock();
    try {
      long nanos = TICK.toNanos();
      while (waiting.isEmpty() && !isClosed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      boolean isOld = !isReplaying && System.nanoTime() - headSince > headAge.toNanos();
      if (waiting.isEmpty() && isOld) {
        headSince = System.nanoTime();
        freeze();
      }
      return isClosed ? null : waiting.peek();
    } finally {
      lock.unlock();
    }
  }

  /// Where nothing can be kept because a disk is full, what is too old makes room.
  private void keepAndTidy(@Nullable Waiting next, Zstd.Compressor zstd) throws IOException {
    try {
      if (next != null) {
        keep(next, zstd);
      }
    } finally {
      tidy();
    }
  }

  private void keep(Waiting next, Zstd.Compressor zstd) throws IOException {
    SealedBlock block = Seal.seal(next.head.frozen(), vault.nextPayloadAt(), zstd);
    vault.keep(block, next.journalEnd);
    lock.lock();
    try {
      shelf = vault.shelf();
      waiting.remove();
      publish();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    journal.release(next.journalEnd);
  }

  private void tidy() throws IOException {
    if (vault.tidy()) {
      showShelf();
    }
  }

  /// Shows the vault's blocks as they are now: for whoever changes the vault itself.
  public void showShelf() {
    lock.lock();
    try {
      shelf = vault.shelf();
      publish();
    } finally {
      lock.unlock();
    }
  }

  /// Whether there are full heads that are not sealed.
  public boolean hasWaiting() {
    lock.lock();
    try {
      return !waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until every full head is sealed, but not long.
  ///
  /// @return whether they are
  public boolean awaitSealed() {
    lock.lock();
    try {
      long nanos = LONGEST_WAIT.toNanos();
      while (!waiting.isEmpty() && nanos > 0 && !isClosed) {
        nanos = changed.awaitNanos(nanos);
      }
      return waiting.isEmpty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void succeeded() {
    lock.lock();
    try {
      if (failure != null) {
        failure = null;
        events.recovered();
      }
    } finally {
      lock.unlock();
    }
  }

  private void pause(IOException failed) throws InterruptedException {
    events.failed(failed);
    lock.lock();
    try {
      failure = failed;
      changed.signalAll();
      long nanos = RETRY.toNanos();
      while (nanos > 0 && !isClosed) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /// What kept sealing from going on at its last try; null where nothing did.
  public @Nullable IOException failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  /// Takes no more spans, and ends what is under way in the background.
  public void close() {
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      isClosed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      if (sealing.isAlive()) {
        sealing.join(TimeUnit.SECONDS.toMillis(LONGEST_WAIT.toSeconds()));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    vault.close();
    view.close();
  }
}
