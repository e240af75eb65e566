package io.jaegerstack.storage.cassandra;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rows of one write, gathered by partition: spans of one write share traces, services,
/// operations and most tags, so that there are far fewer partitions than rows. One thread.
final class RowGroups {
  private final Map<PartitionKey, RowGroup> open = new HashMap<>();
  private final List<RowGroup> full = new ArrayList<>();
  private final Map<SpanKey, CqlRow> spans = new HashMap<>();

  /// The key of a span's row.
  record SpanKey(long traceHigh, long traceLow, long spanId, long hash) {}

  /// The row of the same span, where it is in this write before; null where it is not.
  @Nullable CqlRow row(SpanKey key) {
    return spans.get(key);
  }

  void addSpan(SpanKey key, ByteBuffer[] values, int span) {
    spans.put(key, add(Table.TRACES, values, span));
  }

  /// Adds a row, or has `span` wait for the last one of its partition where that is the same.
  ///
  /// @return the row
  CqlRow add(Table table, ByteBuffer[] values, int span) {
    return add(PartitionKey.of(table, values), null, values, span);
  }

  /// The same for a row that stores `name`.
  void add(NameCache.Name name, ByteBuffer[] values, int span) {
    add(new PartitionKey(name.table(), values), name, values, span);
  }

  private CqlRow add(
      PartitionKey partition, NameCache.@Nullable Name name, ByteBuffer[] values, int span) {
    Table table = partition.table();
    RowGroup group = open.computeIfAbsent(partition, first -> new RowGroup(table, name));
    if (!group.rows().isEmpty() && Arrays.equals(group.last().values(), values)) {
      CqlRow same = group.last();
      if (!same.isFor(span)) {
        same.with(span);
      }
      return same;
    }
    var row = new CqlRow(values, span);
    if (!group.hasRoomFor(row)) {
      full.add(group);
      group = new RowGroup(table, name);
      open.put(partition, group);
    }
    group.add(row);
    return row;
  }

  /// All of them, in no particular order; rows that are alone in their partition some at a time.
  List<RowGroup> all() {
    var all = new ArrayList<>(full);
    var together = new EnumMap<Table, RowGroup>(Table.class);
    for (RowGroup group : open.values()) {
      if (!group.goesWithOthers()) {
        all.add(group);
        continue;
      }
      RowGroup some = together.get(group.table());
      if (some == null || !some.hasRoomFor(group.last())) {
        some = RowGroup.overPartitions(group.table());
        together.put(group.table(), some);
        all.add(some);
      }
      some.add(group.last());
    }
    return all;
  }
}
