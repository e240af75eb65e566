package io.jaegerstack.storage.memory;

import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.memory.StoredService.Place;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The spans of one trace id. Grown under the lock of [TraceTables]; its spans can be read without.
final class StoredTrace {
  /// Objects, maps and the entry in the table of traces, bytes.
  private static final int OVERHEAD_BYTES = 360;

  /// What one more service costs: its place in two maps, bytes.
  private static final int SERVICE_BYTES = 136;

  private static final int FIRST_CAPACITY = 4;

  private final TraceId id;
  private final long arrival;
  private final Map<StoredService, Place> places = HashMap.newHashMap(2);
  private final SamenessTable sent = new SamenessTable();
  private long bytes = OVERHEAD_BYTES;

  /// Grown by replacing it; only written behind `size`.
  private volatile StoredSpan[] spans = new StoredSpan[FIRST_CAPACITY];

  /// Written after the span: who reads it first sees all spans that it counts.
  private volatile int size;

  /// @param arrival a number that is higher for each trace
  StoredTrace(TraceId id, long arrival) {
    this.id = id;
    this.arrival = arrival;
  }

  /// What a trace of this span alone counts, bytes.
  static long bytesWithOne(StoredSpan span) {
    return OVERHEAD_BYTES + SERVICE_BYTES + span.bytes();
  }

  TraceId id() {
    return id;
  }

  /// The spans stored so far; does not change while it is read.
  List<StoredSpan> spans() {
    int count = size;
    return Arrays.asList(spans).subList(0, count);
  }

  boolean has(StoredSpan span) {
    return sent.find(span, spans);
  }

  /// Adds a span of `service`, and says by how many bytes the trace grew.
  long add(StoredSpan span, StoredService service) {
    int index = size;
    if (index == spans.length) {
      spans = Arrays.copyOf(spans, index + (index >> 1) + 1);
    }
    spans[index] = span;
    sent.add(span, index);
    size = index + 1;
    long grown = span.bytes() + place(service, span.startNanos());
    bytes += grown;
    return grown;
  }

  private long place(StoredService service, long startNanos) {
    Place place = places.get(service);
    if (place != null && place.newestNanos() >= startNanos) {
      return 0;
    }
    if (place != null) {
      service.remove(place);
    }
    var newer = new Place(startNanos, arrival);
    places.put(service, newer);
    service.put(newer, this);
    return place == null ? SERVICE_BYTES : 0;
  }

  /// Leaves every service's order, and says which they were.
  Iterable<StoredService> leave() {
    places.forEach((service, place) -> service.remove(place));
    return places.keySet();
  }

  /// Estimated heap, bytes, without what its spans share with others.
  long bytes() {
    return bytes;
  }
}
