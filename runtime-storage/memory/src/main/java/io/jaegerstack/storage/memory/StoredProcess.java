package io.jaegerstack.storage.memory;

import java.util.Arrays;

/// Service and process tags, shared by all spans that have the same; equal by content. Counted
/// under the lock of [TraceTables].
final class StoredProcess {
  /// Object, array header and the entry in the table, bytes.
  private static final int OVERHEAD_BYTES = 120;

  private final String serviceName;
  private final byte[] tags;
  private final int hash;
  private int spans;

  /// @param tags what [SpanEncoder] made of them; never written to
  StoredProcess(String serviceName, byte[] tags) {
    this.serviceName = serviceName;
    this.tags = tags;
    this.hash = 31 * serviceName.hashCode() + Arrays.hashCode(tags);
  }

  String serviceName() {
    return serviceName;
  }

  byte[] tags() {
    return tags;
  }

  void join() {
    spans++;
  }

  /// Whether nobody needs it any more.
  boolean leave() {
    return --spans == 0;
  }

  long bytes() {
    return OVERHEAD_BYTES + tags.length;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof StoredProcess that
            && hash == that.hash
            && serviceName.equals(that.serviceName)
            && Arrays.equals(tags, that.tags));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
