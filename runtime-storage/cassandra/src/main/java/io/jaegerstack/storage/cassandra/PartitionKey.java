package io.jaegerstack.storage.cassandra;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A partition of a table, by the values of its key.
record PartitionKey(Table table, ByteBuffer[] values) {
  /// Longest key that Cassandra takes, bytes.
  private static final int MOST_BYTES = 65_535;

  /// What a column adds to a key of several: a length and an end.
  private static final int OVERHEAD = 3;

  /// The partition of a row's values.
  static PartitionKey of(Table table, ByteBuffer[] row) {
    return new PartitionKey(table, Arrays.copyOf(row, table.partitionColumns()));
  }

  /// Whether Cassandra takes it: not too long, and not empty where it is of one column.
  boolean isValid() {
    int bytes = 0;
    for (ByteBuffer value : values) {
      bytes += value.remaining() + OVERHEAD;
    }
    return bytes <= MOST_BYTES && (values.length > 1 || values[0].hasRemaining());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartitionKey that
        && table == that.table
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * table.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return table.label() + Arrays.toString(values);
  }
}
