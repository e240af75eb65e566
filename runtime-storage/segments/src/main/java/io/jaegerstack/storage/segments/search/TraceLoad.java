package io.jaegerstack.storage.segments.search;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.SharedTexts;
import io.jaegerstack.storage.SpanSize;
import io.jaegerstack.storage.TraceRoom;
import io.jaegerstack.storage.segments.block.Block;
import io.jaegerstack.storage.segments.block.Chunk;
import io.jaegerstack.storage.segments.block.DamagedException;
import io.jaegerstack.storage.segments.head.Head;
import io.jaegerstack.storage.segments.head.HeadView;
import io.jaegerstack.storage.segments.span.FrameDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// Gathers one trace from wherever its spans are: first their number and size, then room for them,
/// then the spans.
public final class TraceLoad {
  /// Text and numbers as objects are about so many times what they are when stored.
  private static final int UNPACKED = 2;

  /// Bytes of chunks that are kept from counting to making spans; those beyond are read again,
  /// since nobody has given room for them yet.
  private static final long MOST_KEPT = 4L << 20;

  private interface Part {
    void addTo(Collection<Span> spans, TraceRoom room) throws IOException;
  }

  private final TraceId id;
  private final Damage damage;
  private final List<Part> parts = new ArrayList<>();
  private final SharedTexts texts = new SharedTexts();
  private long spans;
  private long bytes;
  private long kept;

  private TraceLoad(TraceId id, Damage damage) {
    this.id = id;
    this.damage = damage;
  }

  /// A trace with the room that it took.
  public record Loaded(Trace trace, TraceRoom room) {}

  static Optional<Loaded> load(
      TraceId id, Collection<Head> heads, Collection<Block> blocks, Room room, Damage damage)
      throws IOException {
    var load = new TraceLoad(id, damage);
    for (Head head : heads) {
      load.find(head);
    }
    for (Block block : blocks) {
      load.find(block);
    }
    return load.parts.isEmpty() ? Optional.empty() : Optional.of(load.make(room));
  }

  private void find(Head head) {
    int[] numbers = head.spansOf(id);
    if (numbers.length == 0) {
      return;
    }
    HeadView view = head.view();
    for (int number : numbers) {
      bytes += view.length(number);
    }
    spans += numbers.length;
    var decoder = new FrameDecoder();
    parts.add(
        (into, room) -> {
          for (int number : numbers) {
            add(view.decoded(number, decoder), into, room);
          }
        });
  }

  private void find(Block block) throws IOException {
    try {
      for (int number : block.index().chunksOf(id)) {
        find(block, number);
      }
    } catch (DamagedException damaged) {
      damage.found(damaged);
    }
  }

  private void find(Block block, int number) throws IOException {
    try {
      if (number < block.index().chunks()) {
        find(block, number, block.chunk(number));
      }
    } catch (DamagedException damaged) {
      damage.found(damaged);
    }
  }

  private void find(Block block, int number, Chunk chunk) {
    int trace = chunk.find(id);
    if (trace < 0) {
      return;
    }
    bytes += chunk.bytesOf(trace);
    spans += chunk.endSpan(trace) - chunk.firstSpan(trace);
    kept += chunk.weight();
    parts.add(
        kept <= MOST_KEPT
            ? (into, room) -> add(chunk, trace, into, room)
            : (into, room) -> addAgain(block, number, trace, into, room));
  }

  private void addAgain(Block block, int number, int trace, Collection<Span> into, TraceRoom room)
      throws IOException {
    try {
      add(block.chunk(number), trace, into, room);
    } catch (DamagedException damaged) {
      damage.found(damaged);
    }
  }

  private void add(Chunk chunk, int trace, Collection<Span> into, TraceRoom room) {
    for (int span = chunk.firstSpan(trace); span < chunk.endSpan(trace); span++) {
      add(chunk.span(span, texts), into, room);
    }
  }

  private static void add(Span span, Collection<Span> into, TraceRoom room) {
    if (into.add(span)) {
      room.add(span);
    }
  }

  /// A span that came twice may be in two parts; in one of them it is once.
  private Loaded make(Room room) throws IOException {
    long guess = spans * SpanSize.SPAN + UNPACKED * bytes;
    TraceRoom taken = TraceRoom.take(room, id, spans, guess);
    Collection<Span> all = parts.size() == 1 ? new ArrayList<>((int) spans) : new LinkedHashSet<>();
    try {
      for (Part part : parts) {
        part.addTo(all, taken);
      }
    } catch (IOException unreadable) {
      taken.giveBack();
      throw unreadable;
    }
    taken.settle();
    return new Loaded(new Trace(id, List.copyOf(all)), taken);
  }
}
