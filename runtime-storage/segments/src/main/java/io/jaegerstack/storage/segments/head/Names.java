package io.jaegerstack.storage.segments.head;

import io.jaegerstack.storage.Operation;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Services, and the operations of each with their kinds. Not for several threads.
public final class Names {
  private final Map<String, Set<Operation>> operations = new TreeMap<>();

  public void add(String service, Operation operation) {
    operations.computeIfAbsent(service, first -> new TreeSet<>()).add(operation);
  }

  /// By service, both in order.
  public Map<String, Set<Operation>> byService() {
    return operations;
  }
}
