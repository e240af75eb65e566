package io.jaegerstack.storage.segments.search;

import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.Operation;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.TraceQuery;
import io.jaegerstack.storage.segments.block.Block;
import io.jaegerstack.storage.segments.block.DamagedException;
import io.jaegerstack.storage.segments.block.LinkCount;
import io.jaegerstack.storage.segments.block.Links;
import io.jaegerstack.storage.segments.head.Head;
import io.jaegerstack.storage.segments.head.Names;
import io.jaegerstack.storage.segments.span.SpanQuery;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Everything that a store has at one moment: heads, and blocks.
public record Contents(List<Head> heads, List<Block> blocks) {
  /// Ids of traces that match, newest first.
  public List<TraceId> find(TraceQuery wanted, Damage damage) throws IOException {
    var query = new SpanQuery(wanted);
    var newest = new Newest(query.limit());
    for (Head head : heads) {
      HeadSearch.search(head, query, newest);
    }
    new BlockSearch(query, newest, damage).search(blocks);
    return newest.traces();
  }

  /// All spans of `id`, in room that they took.
  public Optional<TraceLoad.Loaded> trace(TraceId id, Room room, Damage damage) throws IOException {
    return TraceLoad.load(id, heads, blocks, room, damage);
  }

  public List<String> services() {
    var services = new TreeSet<String>();
    heads.forEach(head -> services.addAll(head.services()));
    blocks.forEach(block -> services.addAll(block.index().services()));
    return List.copyOf(services);
  }

  public List<Operation> operations(String service, Damage damage) throws IOException {
    var operations = new TreeSet<Operation>();
    heads.forEach(head -> operations.addAll(head.operations(service)));
    for (Block block : blocks) {
      if (block.index().services().contains(service)) {
        addOperations(block, service, operations, damage);
      }
    }
    return List.copyOf(operations);
  }

  private static void addOperations(
      Block block, String service, Set<Operation> operations, Damage damage) throws IOException {
    var names = new Names();
    try {
      block.index().names(names);
    } catch (DamagedException damaged) {
      damage.found(damaged);
    }
    operations.addAll(names.byService().getOrDefault(service, Set.of()));
  }

  /// Shows the calls of the heads and of the blocks with spans between the minutes of two times.
  public void links(long fromNanos, long toNanos, Links.Reader reader, Damage damage)
      throws IOException {
    long from = Links.minute(fromNanos);
    long to = Links.minute(toNanos);
    Links.Reader inWindow =
        (minute, parent, child, count) -> {
          if (minute >= from && minute <= to) {
            reader.calls(minute, parent, child, count);
          }
        };
    heads.forEach(head -> LinkCount.of(head.view()).read(inWindow));
    for (Block block : blocks) {
      boolean isInWindow =
          block.index().zones().stream()
              .anyMatch(zone -> zone.maxStart() >= fromNanos && zone.minStart() <= toNanos);
      if (isInWindow) {
        links(block, inWindow, damage);
      }
    }
  }

  private static void links(Block block, Links.Reader reader, Damage damage) throws IOException {
    try {
      block.index().links(reader);
    } catch (DamagedException damaged) {
      damage.found(damaged);
    }
  }
}
