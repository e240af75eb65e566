package io.jaegerstack.collector;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.StorageException.Kind;
import io.jaegerstack.storage.WriteOutcome;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;

/// A storage that does as it is told: keeps spans, waits, fails, or breaks its contract.
public final class FaultyWriter implements SpanWriter {
  /// What becomes of one span.
  public enum Fate {
    STORED,
    REFUSED,
    OVERLOADED,
    AWAY,
    /// Never answered: a breach of contract.
    FORGOTTEN,
    /// Answered twice: a breach of contract.
    ANSWERED_TWICE,
    /// An exception, which leaves the rest of the write unanswered: a breach of contract.
    THROWN
  }

  private final Queue<Span> stored = new ConcurrentLinkedQueue<>();
  private final Set<String> tenants = ConcurrentHashMap.newKeySet();
  private final List<Fate> fates;
  private final RandomGenerator random;
  private final CountDownLatch opened;
  private final CountDownLatch entered = new CountDownLatch(1);

  private FaultyWriter(List<Fate> fates, RandomGenerator random, boolean open) {
    this.fates = fates;
    this.random = random;
    this.opened = new CountDownLatch(open ? 0 : 1);
  }

  /// Stores everything.
  public static FaultyWriter healthy() {
    return new FaultyWriter(List.of(Fate.STORED), RandomGenerator.getDefault(), true);
  }

  /// Stores nothing and answers nothing before [#open()].
  public static FaultyWriter stuck() {
    return new FaultyWriter(List.of(Fate.STORED), RandomGenerator.getDefault(), false);
  }

  /// Draws a fate for each span.
  public static FaultyWriter random(RandomGenerator random, Fate... fates) {
    return new FaultyWriter(List.of(fates), random, true);
  }

  public void open() {
    opened.countDown();
  }

  /// Waits for the first write.
  public void awaitEntered() throws InterruptedException {
    entered.await();
  }

  public List<Span> stored() {
    return List.copyOf(stored);
  }

  /// Whose spans it was given.
  public Set<String> tenants() {
    return Set.copyOf(tenants);
  }

  @Override
  public void write(List<SpanBatch> batches, WriteOutcome outcome) {
    entered.countDown();
    awaitOpened();
    for (SpanBatch batch : batches) {
      tenants.add(batch.tenant());
      for (int i = 0; i < batch.size(); i++) {
        answer(batch.span(i), outcome);
      }
    }
  }

  private void awaitOpened() {
    boolean interrupted = false;
    while (true) {
      try {
        opened.await();
        break;
      } catch (InterruptedException ignored) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(FlatSpan span, WriteOutcome outcome) {
    switch (fates.get(random.nextInt(fates.size()))) {
      case STORED -> store(span, outcome);
      case REFUSED -> outcome.failed(span, Kind.INVALID, "mapper_parsing_exception");
      case OVERLOADED -> outcome.failed(span, Kind.OVERLOADED, "429");
      case AWAY -> outcome.failed(span, Kind.UNAVAILABLE, "connection refused");
      case FORGOTTEN -> {}
      case ANSWERED_TWICE -> {
        store(span, outcome);
        outcome.failed(span, Kind.INVALID, "and failed");
      }
      case THROWN -> throw new IllegalStateException("a bug in a storage");
    }
  }

  private void store(FlatSpan span, WriteOutcome outcome) {
    stored.add(span.toSpan());
    outcome.stored(span);
  }
}
