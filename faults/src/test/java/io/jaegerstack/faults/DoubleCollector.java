package io.jaegerstack.faults;

import io.jaegerstack.faults.judge.StoredSpan;
import io.jaegerstack.faults.judge.StoredTraces;
import io.jaegerstack.faults.process.ProcessAccount;
import io.jaegerstack.faults.traffic.Outcome;
import io.jaegerstack.faults.traffic.Sender;
import io.jaegerstack.faults.traffic.SpanKey;
import io.jaegerstack.faults.traffic.TestSpan;
import io.jaegerstack.server.ledger.HopFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// A collector and its storage in a few lines, with one of the bugs that real ones had.
final class DoubleCollector implements Sender, StoredTraces {
  /// Each shows in every tenth batch.
  enum Bug {
    NONE,
    /// Says OK before there is room, and drops where there is none: Jaeger's way.
    ACKNOWLEDGES_AND_DROPS_WHEN_FULL,
    /// The same, and does not even count it.
    ACKNOWLEDGES_AND_FORGETS,
    /// Takes 200 of a bulk request for all of its items.
    IGNORES_ERRORS_OF_ITEMS,
    /// Drops what it has acknowledged once it has tried for 300 s.
    GIVES_UP_RETRYING,
    /// Sends again what had arrived, and stores it under another id.
    STORES_TWICE,
    /// Counts one span less than it dropped.
    MISCOUNTS_A_DROP,
    /// Counts as lost what it stored after all.
    COUNTS_AS_LOST_AND_STORES,
    /// Says no and stores it.
    REFUSES_AND_STORES,
    /// Mixes up contents of a reused buffer.
    CHANGES_CONTENT,
    /// Makes up a span.
    INVENTS,
    /// Ends with spans in its hands and says that it is drained.
    KEEPS_SOME
  }

  private static final int EVERY = 10;

  private final Bug bug;
  private final List<StoredSpan> stored = new ArrayList<>();
  private final TreeMap<String, Long> dropped = new TreeMap<>();
  private long received;
  private long forwarded;
  private long held;
  private int batches;

  DoubleCollector(Bug bug) {
    this.bug = bug;
  }

  @Override
  public Outcome send(List<TestSpan> batch) {
    if (bug == Bug.NONE || batches++ % EVERY != 0) {
      return store(batch);
    }
    return switch (bug) {
      case NONE -> store(batch);
      case ACKNOWLEDGES_AND_DROPS_WHEN_FULL -> drop(batch, "queue-full", batch.size());
      case ACKNOWLEDGES_AND_FORGETS -> Outcome.acked();
      case IGNORES_ERRORS_OF_ITEMS -> {
        count(batch);
        yield Outcome.acked();
      }
      case GIVES_UP_RETRYING -> drop(batch, "storage-unavailable", batch.size());
      case STORES_TWICE -> {
        keep(batch);
        yield store(batch);
      }
      case MISCOUNTS_A_DROP -> {
        drop(batch, "policy", batch.size() - 1L);
        yield Outcome.acked();
      }
      case COUNTS_AS_LOST_AND_STORES -> {
        keep(batch);
        yield drop(batch, "send-failure", batch.size());
      }
      case REFUSES_AND_STORES -> {
        store(batch);
        yield Outcome.refused("full", true);
      }
      case CHANGES_CONTENT -> {
        count(batch);
        batch.forEach(span -> stored.add(new StoredSpan(span.key(), span.digest() + 1)));
        yield Outcome.acked();
      }
      case INVENTS -> {
        SpanKey first = batch.getFirst().key();
        stored.add(new StoredSpan(new SpanKey(first.traceHigh(), first.traceLow(), 7), 0));
        yield store(batch);
      }
      case KEEPS_SOME -> {
        received += batch.size();
        held += batch.size();
        yield Outcome.acked();
      }
    };
  }

  private Outcome store(List<TestSpan> batch) {
    keep(batch);
    count(batch);
    return Outcome.acked();
  }

  private void keep(List<TestSpan> batch) {
    batch.forEach(span -> stored.add(new StoredSpan(span.key(), span.digest())));
  }

  private void count(List<TestSpan> batch) {
    received += batch.size();
    forwarded += batch.size();
  }

  private Outcome drop(List<TestSpan> batch, String reason, long counted) {
    received += batch.size();
    dropped.merge(reason, counted, Long::sum);
    return Outcome.acked();
  }

  @Override
  public List<StoredSpan> trace(String traceId) {
    return stored.stream().filter(span -> span.key().traceId().equals(traceId)).toList();
  }

  List<ProcessAccount> accounts() {
    var line = new StringBuilder("hop=collector.pipeline counts=spans");
    line.append(" received=%d forwarded=%d held=%d".formatted(received, forwarded, held));
    dropped.forEach((reason, count) -> line.append(" dropped.%s=%d".formatted(reason, count)));
    var hop = HopFigures.parse(line.toString());
    return List.of(new ProcessAccount("double", List.of(hop), true));
  }
}
