package io.jaegerstack.storage.segments.block;

import io.jaegerstack.storage.segments.span.SpanQuery;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.PeekableIntIterator;

/// Chooses the spans of a zone whose times may be right, by the columns of its index; reads those
/// of one chunk at a time, and only of chunks that may have such spans. One thread.
public final class TimeFilter {
  private final Index index;
  private final Zone zone;
  private final @Nullable ChunkBounds bounds;
  private final int from;
  private final int to;
  private final Durations wanted;

  TimeFilter(
      Index index, Zone zone, @Nullable ChunkBounds bounds, SpanQuery query, long fromNanos) {
    this.index = index;
    this.zone = zone;
    this.bounds = bounds;
    from = StartSteps.from(fromNanos, zone);
    to = StartSteps.step(query.toNanos(), zone);
    wanted = new Durations(query.atLeastNanos(), query.atMostNanos());
  }

  /// Told of a span by its number in the index, and of the step of its start.
  @FunctionalInterface
  public interface Chosen {
    void span(int number, int startStep);
  }

  /// The first chunk from `chunk` on that may have such spans; the zone's end where none has.
  public int next(int chunk) {
    int next = chunk;
    while (bounds != null
        && next < zone.endChunk()
        && !bounds.mayHave(next - zone.firstChunk(), from, wanted)) {
      next++;
    }
    return next;
  }

  /// Shows the spans of `chunk` that may be right, of those that `candidates` has; it is left
  /// behind them.
  public void choose(int chunk, PeekableIntIterator candidates, Chosen chosen) throws IOException {
    int first = index.firstSpan(chunk);
    int end = index.endSpan(chunk);
    candidates.advanceIfNeeded(first);
    if (!candidates.hasNext() || candidates.peekNext() >= end) {
      return;
    }
    ByteBuffer starts = index.starts(first, end);
    ByteBuffer durations = index.durations(first, end);
    while (candidates.hasNext() && candidates.peekNext() < end) {
      int span = candidates.next();
      int start = starts.getInt((span - first) * Integer.BYTES);
      char duration = durations.getChar((span - first) * Character.BYTES);
      if (start >= from && start <= to && wanted.mayHave(duration)) {
        chosen.span(span, start);
      }
    }
  }
}
