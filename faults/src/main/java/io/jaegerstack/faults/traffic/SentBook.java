package io.jaegerstack.faults.traffic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Every span that was sent, with what its sender knows. Written by all loads of a scenario, read
/// by the judge once they have ended.
public final class SentBook {
  /// What is known of one span.
  ///
  /// @param digest of its content
  public record Entry(SpanKey key, String channel, long digest, Outcome outcome) {}

  private final Map<SpanKey, Entry> entries = new ConcurrentHashMap<>();
  private final Map<Outcome.Kind, LongAdder> attempts = new EnumMap<>(Outcome.Kind.class);
  private final LongAdder refusalsWithoutHint = new LongAdder();

  public SentBook() {
    for (Outcome.Kind kind : Outcome.Kind.values()) {
      attempts.put(kind, new LongAdder());
    }
  }

  /// One attempt with `batch`, which may be a further one.
  public void attempt(List<TestSpan> batch, String channel, Outcome outcome) {
    LongAdder count = attempts.get(outcome.kind());
    if (count != null) {
      count.add(batch.size());
    }
    if (outcome.kind() == Outcome.Kind.REFUSED && !outcome.hasRetryHint()) {
      refusalsWithoutHint.add(batch.size());
    }
    for (TestSpan span : batch) {
      entries.merge(
          span.key(),
          new Entry(span.key(), channel, span.digest(), outcome),
          (before, now) ->
              new Entry(span.key(), channel, span.digest(), now.outcome().after(before.outcome())));
    }
  }

  public Collection<Entry> entries() {
    return entries.values();
  }

  public long size() {
    return entries.size();
  }

  /// Spans in attempts that ended so; a span that was tried twice counts twice.
  public long attempts(Outcome.Kind kind) {
    LongAdder count = attempts.get(kind);
    return count == null ? 0 : count.sum();
  }

  /// Spans in refusals that did not say when to come back.
  public long refusalsWithoutHint() {
    return refusalsWithoutHint.sum();
  }

  /// The traces to read back.
  public List<String> traceIds() {
    Set<String> ids = new TreeSet<>();
    entries.keySet().forEach(key -> ids.add(key.traceId()));
    return new ArrayList<>(ids);
  }
}
