package io.jaegerstack.storage.cassandra;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows that are one request. Those of one partition a server takes as one change of it, at little
/// more than the price of one row. Of several partitions there are few, in the request of one: for
/// the server they are as many changes as in requests of their own, but a request costs both sides
/// more than a row does.
final class RowGroup {
  /// Larger groups are several requests: what a server is to take at once stays far below what it
  /// refuses (16 MiB).
  private static final int MOST_BYTES = 64 * 1024;

  private static final int MOST_ROWS = 256;

  /// Of several partitions no more than servers take without a warning
  /// (`unlogged_batch_across_partitions_warn_threshold`, `batch_size_warn_threshold`).
  private static final int MOST_PARTITIONS = 10;

  private static final int MOST_BYTES_OVER_PARTITIONS = 4 * 1024;

  private final Table table;
  private final boolean isOverPartitions;
  private final List<CqlRow> rows;
  private final NameCache.@Nullable Name name;
  private int bytes;

  RowGroup(Table table, NameCache.@Nullable Name name) {
    this(table, name, false, new ArrayList<>());
  }

  private RowGroup(
      Table table, NameCache.@Nullable Name name, boolean isOverPartitions, List<CqlRow> rows) {
    this.table = table;
    this.name = name;
    this.isOverPartitions = isOverPartitions;
    this.rows = rows;
    rows.forEach(row -> bytes += row.bytes());
  }

  /// An empty one for rows of a partition each.
  static RowGroup overPartitions(Table table) {
    return new RowGroup(table, null, true, new ArrayList<>());
  }

  /// Whether its row may be sent with those of other partitions: not a span's, which is large and
  /// must not be written twice because another one failed, and no name, which is remembered.
  boolean goesWithOthers() {
    return rows.size() == 1 && table != Table.TRACES && name == null;
  }

  boolean hasRoomFor(CqlRow row) {
    int mostRows = isOverPartitions ? MOST_PARTITIONS : MOST_ROWS;
    int mostBytes = isOverPartitions ? MOST_BYTES_OVER_PARTITIONS : MOST_BYTES;
    return rows.isEmpty() || (bytes + row.bytes() <= mostBytes && rows.size() < mostRows);
  }

  void add(CqlRow row) {
    rows.add(row);
    bytes += row.bytes();
  }

  /// The last row, which is the one that a span of the same name or moment has too.
  CqlRow last() {
    return rows.getLast();
  }

  Table table() {
    return table;
  }

  List<CqlRow> rows() {
    return rows;
  }

  int bytes() {
    return bytes;
  }

  /// The name that its one row stores; null for other tables.
  NameCache.@Nullable Name name() {
    return name;
  }

  /// What is sent again after a failure that may pass: of several partitions one may be what
  /// failed, so they come apart.
  List<RowGroup> again() {
    return isOverPartitions && rows.size() > 1 ? halves() : List.of(this);
  }

  /// Both halves, to find out which row a server refuses.
  List<RowGroup> halves() {
    int middle = rows.size() / 2;
    return List.of(part(0, middle), part(middle, rows.size()));
  }

  private RowGroup part(int from, int to) {
    return new RowGroup(table, name, isOverPartitions, new ArrayList<>(rows.subList(from, to)));
  }
}
