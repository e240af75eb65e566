package io.jaegerstack.storage.segments;

import io.jaegerstack.storage.DependencyLink;
import io.jaegerstack.storage.DependencyReader;
import io.jaegerstack.storage.segments.span.SpanQuery;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;

/// Adds up the calls that blocks counted when they were sealed and heads count now. Times are whole
/// minutes. A call whose two spans are not in one block is not counted.
public final class SegmentDependencies implements DependencyReader {
  private record Call(String parent, String child) {}

  private final Engine engine;
  private final EngineEvents events;

  public SegmentDependencies(Engine engine, EngineEvents events) {
    this.engine = engine;
    this.events = events;
  }

  @Override
  public List<DependencyLink> dependencies(Instant end, Duration lookback) {
    var counts = new HashMap<Call, Long>();
    try (View view = engine.view()) {
      view.contents()
          .links(
              SpanQuery.nanos(end.minus(lookback)),
              SpanQuery.nanos(end),
              (minute, parent, child, count) ->
                  counts.merge(new Call(parent, child), count, Long::sum),
              events::damaged);
    } catch (IOException failed) {
      throw SegmentReader.unreadable(failed);
    }
    return counts.entrySet().stream()
        .map(call -> new DependencyLink(call.getKey().parent, call.getKey().child, call.getValue()))
        .sorted(Comparator.comparing(DependencyLink::parent).thenComparing(DependencyLink::child))
        .toList();
  }
}
