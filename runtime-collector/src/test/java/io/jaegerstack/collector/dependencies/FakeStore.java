package io.jaegerstack.collector.dependencies;

import io.jaegerstack.storage.CallBatch;
import io.jaegerstack.storage.CallReader;
import io.jaegerstack.storage.CallSpan;
import io.jaegerstack.storage.DependencyLink;
import io.jaegerstack.storage.DependencyWriter;
import io.jaegerstack.storage.Leases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A storage that several leaders share, with all of its ports in maps.
final class FakeStore implements CallReader, DependencyWriter, Leases {
  private static final long MICROS_PER_MILLI = 1_000;

  final List<CallSpan> spans = new ArrayList<>();
  final Map<Instant, List<DependencyLink>> written = new TreeMap<>();
  private final Map<String, String> owners = new HashMap<>();
  private final Map<String, Instant> ends = new HashMap<>();
  private final Clock clock;
  private @Nullable Instant watermark;

  FakeStore(Clock clock) {
    this.clock = clock;
  }

  DependencyWork.Ports ports() {
    return new DependencyWork.Ports(this, this, this);
  }

  /// Calls by `parent>child`, as a reader adds them up over all windows.
  Map<String, Long> calls() {
    var sums = new TreeMap<String, Long>();
    for (List<DependencyLink> links : written.values()) {
      links.forEach(
          link -> sums.merge(link.parent() + ">" + link.child(), link.callCount(), Long::sum));
    }
    return sums;
  }

  @Override
  public void read(Instant from, Instant to, int size, Consumer<CallBatch> target) {
    List<CallSpan> started =
        spans.stream()
            .filter(span -> span.startMicros() >= from.toEpochMilli() * MICROS_PER_MILLI)
            .filter(span -> span.startMicros() < to.toEpochMilli() * MICROS_PER_MILLI)
            .toList();
    for (CallSpan span : started) {
      target.accept(new CallBatch(List.of(span), spans));
    }
  }

  @Override
  public void write(Instant window, List<DependencyLink> links) {
    written.put(window, links);
  }

  @Override
  public Optional<Instant> watermark() {
    return Optional.ofNullable(watermark);
  }

  @Override
  public boolean move(@Nullable Instant from, Instant to) {
    boolean isAsSeen = watermark == null ? from == null : watermark.equals(from);
    if (isAsSeen) {
      watermark = to;
    }
    return isAsSeen;
  }

  @Override
  public boolean acquire(String name, String owner, Duration duration) {
    boolean isOver = ends.getOrDefault(name, Instant.MIN).isBefore(clock.instant());
    if (!isOver && !owner.equals(owners.get(name))) {
      return false;
    }
    owners.put(name, owner);
    ends.put(name, clock.instant().plus(duration));
    return true;
  }

  @Override
  public void release(String name, String owner) {
    if (owners.remove(name, owner)) {
      ends.remove(name);
    }
  }
}
