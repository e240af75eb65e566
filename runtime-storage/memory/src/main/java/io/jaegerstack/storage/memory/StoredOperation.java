package io.jaegerstack.storage.memory;

import io.jaegerstack.storage.Operation;

/// An operation of one service, shared by its spans. Counted under the lock of [TraceTables].
final class StoredOperation {
  /// Objects and the entry in the service's map, bytes.
  private static final int OVERHEAD_BYTES = 136;

  private final Operation operation;
  private int spans;

  StoredOperation(Operation operation) {
    this.operation = operation;
  }

  Operation operation() {
    return operation;
  }

  String name() {
    return operation.name();
  }

  void join() {
    spans++;
  }

  /// Whether nobody needs it any more.
  boolean leave() {
    return --spans == 0;
  }

  long bytes() {
    return OVERHEAD_BYTES + 2L * operation.name().length();
  }
}
