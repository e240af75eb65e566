package io.jaegerstack.storage.segments.search;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.SharedTexts;
import io.jaegerstack.storage.segments.block.Block;
import io.jaegerstack.storage.segments.block.Chunk;
import io.jaegerstack.storage.segments.block.DamagedException;
import io.jaegerstack.storage.segments.block.StartSteps;
import io.jaegerstack.storage.segments.block.TimeFilter;
import io.jaegerstack.storage.segments.block.Zone;
import io.jaegerstack.storage.segments.bytes.LongList;
import io.jaegerstack.storage.segments.span.SpanQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.buffer.ImmutableRoaringBitmap;

/// Looks through blocks, the zone with the newest spans first, until nothing newer can come.
final class BlockSearch {
  private record Part(Block block, Zone zone) {}

  private final SpanQuery query;
  private final Newest newest;
  private final Damage damage;
  private final SharedTexts texts = new SharedTexts();
  private final Map<Block, Optional<ImmutableRoaringBitmap>> candidates = new IdentityHashMap<>();
  private final long[] terms;

  BlockSearch(SpanQuery query, Newest newest, Damage damage) {
    this.query = query;
    this.newest = newest;
    this.damage = damage;
    // A service's set is large, and it is in every block: last, for blocks that have all tags.
    terms = Arrays.copyOf(query.tagTerms(), query.tagTerms().length + 1);
    terms[terms.length - 1] = query.serviceTerm();
  }

  void search(List<Block> blocks) throws IOException {
    var parts = new ArrayList<Part>();
    for (Block block : blocks) {
      for (Zone zone : block.index().zones()) {
        if (mayMatch(zone)) {
          parts.add(new Part(block, zone));
        }
      }
    }
    parts.sort(Comparator.comparingLong((Part part) -> part.zone.maxStart()).reversed());
    for (Part part : parts) {
      if (!newest.wants(part.zone.maxStart())) {
        return;
      }
      try {
        search(part);
      } catch (DamagedException damaged) {
        damage.found(damaged);
      }
    }
  }

  private boolean mayMatch(Zone zone) {
    return zone.maxStart() >= query.fromNanos()
        && zone.minStart() <= query.toNanos()
        && zone.longest() >= query.atLeastNanos();
  }

  private Optional<ImmutableRoaringBitmap> candidates(Block block) throws IOException {
    Optional<ImmutableRoaringBitmap> known = candidates.get(block);
    if (known == null) {
      known = Optional.ofNullable(block.index().candidates(terms));
      candidates.put(block, known);
    }
    return known;
  }

  private void search(Part part) throws IOException {
    Optional<ImmutableRoaringBitmap> found = candidates(part.block);
    if (found.isEmpty()) {
      return;
    }
    LongHeap order = byStart(part, found.get());
    while (!order.isEmpty()) {
      long next = order.removeLargest();
      long latest = StartSteps.latest((int) (next >>> 32), part.zone);
      if (!newest.wants(latest)) {
        return;
      }
      try {
        look(part.block, (int) next, latest);
      } catch (DamagedException damaged) {
        damage.found(damaged);
      }
    }
  }

  /// The zone's candidates whose times may be right: steps of their starts in the upper half, their
  /// numbers in the lower one.
  private LongHeap byStart(Part part, ImmutableRoaringBitmap found) throws IOException {
    Zone zone = part.zone;
    var all = new LongList();
    long count = found.rangeCardinality(zone.firstSpan(), zone.endSpan());
    if (count > 0) {
      TimeFilter times = part.block.times(zone, count, query, newest.earliestWanted());
      PeekableIntIterator each = found.getIntIterator();
      for (int chunk = times.next(zone.firstChunk());
          chunk < zone.endChunk();
          chunk = times.next(chunk + 1)) {
        times.choose(chunk, each, (span, step) -> all.add((long) step << 32 | span));
      }
    }
    return new LongHeap(all.array(), all.size());
  }

  private void look(Block block, int number, long latest) throws IOException {
    int chunkNumber = block.index().chunkOf(number);
    Chunk chunk = block.chunk(chunkNumber);
    int place = number - block.firstSpan(chunkNumber);
    TraceId trace = chunk.traceOf(place);
    if (newest.has(trace, latest)) {
      return;
    }
    Span span = chunk.span(place, texts);
    if (query.matches(span)) {
      newest.add(trace, span.startNanos());
    }
  }
}
