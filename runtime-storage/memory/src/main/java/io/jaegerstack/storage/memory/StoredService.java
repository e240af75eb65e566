package io.jaegerstack.storage.memory;

import io.jaegerstack.storage.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A service with stored spans: its operations, and its traces by time. Under the lock of
/// [TraceTables].
final class StoredService {
  /// Place of a trace in its service's order: the newest start of the service's spans in it, newest
  /// first.
  record Place(long newestNanos, long arrival) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byTime = Long.compare(other.newestNanos, newestNanos);
      return byTime != 0 ? byTime : Long.compare(other.arrival, arrival);
    }
  }

  /// Objects and maps, bytes.
  private static final int OVERHEAD_BYTES = 320;

  private final String name;
  private final Map<Operation, StoredOperation> operations = new HashMap<>();
  private final NavigableMap<Place, StoredTrace> traces = new TreeMap<>();

  StoredService(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  Map<Operation, StoredOperation> operations() {
    return operations;
  }

  void put(Place place, StoredTrace trace) {
    traces.put(place, trace);
  }

  void remove(Place place) {
    traces.remove(place);
  }

  boolean isEmpty() {
    return traces.isEmpty();
  }

  /// Traces with a span of this service that started at `fromNanos` or later, newest first.
  List<StoredTrace> since(long fromNanos) {
    return new ArrayList<>(traces.headMap(new Place(fromNanos, -1), true).values());
  }

  long bytes() {
    return OVERHEAD_BYTES + 2L * name.length();
  }
}
