package io.jaegerstack.storage.cassandra;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of one partition, which are one request: a server takes them as one change of that
/// partition, at little more than the price of one row.
final class RowGroup {
  /// Larger groups are several requests: what a server is to take at once stays far below what it
  /// refuses (16 MiB).
  private static final int MOST_BYTES = 64 * 1024;

  private static final int MOST_ROWS = 256;

  private final Table table;
  private final List<CqlRow> rows;
  private final NameCache.@Nullable Name name;
  private int bytes;

  RowGroup(Table table, NameCache.@Nullable Name name) {
    this(table, name, new ArrayList<>());
  }

  private RowGroup(Table table, NameCache.@Nullable Name name, List<CqlRow> rows) {
    this.table = table;
    this.name = name;
    this.rows = rows;
    rows.forEach(row -> bytes += row.bytes());
  }

  boolean hasRoomFor(CqlRow row) {
    return rows.isEmpty() || (bytes + row.bytes() <= MOST_BYTES && rows.size() < MOST_ROWS);
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

  /// Both halves, to find out which row a server refuses.
  List<RowGroup> halves() {
    int middle = rows.size() / 2;
    return List.of(
        new RowGroup(table, name, new ArrayList<>(rows.subList(0, middle))),
        new RowGroup(table, name, new ArrayList<>(rows.subList(middle, rows.size()))));
  }
}
