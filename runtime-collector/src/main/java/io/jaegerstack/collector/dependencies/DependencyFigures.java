package io.jaegerstack.collector.dependencies;

import io.jaegerstack.server.Metrics;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What is told of the computing of dependencies, of all tenants together. Each collector tells how
/// far it has come, whoever does the work.
final class DependencyFigures {
  private static final double MILLIS_PER_SECOND = 1e3;

  private final Clock clock;
  private final Map<String, Boolean> leading = new ConcurrentHashMap<>();
  private final Map<String, Instant> watermarks = new ConcurrentHashMap<>();
  private final AtomicLong lastRun = new AtomicLong();
  private final AtomicLong lastLinks = new AtomicLong();
  private final Counter computed;
  private final Counter failed;
  private final Counter abandoned;
  private final Counter skipped;
  private final Counter spans;
  private final Counter orphans;
  private final Counter beyond;

  DependencyFigures(Metrics metrics, Clock clock) {
    this.clock = clock;
    metrics.gauge("jaegerstack_dependencies_leader", this::leaders);
    metrics.gauge("jaegerstack_dependencies_lag_seconds", this::lagSeconds);
    metrics.gauge(
        "jaegerstack_dependencies_last_run_timestamp_seconds",
        () -> lastRun.get() / MILLIS_PER_SECOND);
    metrics.gauge("jaegerstack_dependencies_links", lastLinks::get);
    computed = metrics.counter("jaegerstack_dependencies_windows", "result", "computed");
    failed = metrics.counter("jaegerstack_dependencies_windows", "result", "failed");
    abandoned = metrics.counter("jaegerstack_dependencies_windows", "result", "abandoned");
    skipped = metrics.counter("jaegerstack_dependencies_windows", "result", "skipped");
    spans = metrics.counter("jaegerstack_dependencies_read_spans");
    orphans =
        metrics.counter("jaegerstack_dependencies_uncounted_spans", "reason", "parent-not-stored");
    beyond =
        metrics.counter("jaegerstack_dependencies_uncounted_spans", "reason", "too-many-links");
  }

  private double leaders() {
    return leading.values().stream().filter(each -> each).count();
  }

  private double lagSeconds() {
    return watermarks.values().stream()
        .mapToDouble(each -> (clock.millis() - each.toEpochMilli()) / MILLIS_PER_SECOND)
        .max()
        .orElse(0);
  }

  void leading(String tenant, boolean now) {
    leading.put(tenant, now);
  }

  void watermark(String tenant, Instant at) {
    watermarks.put(tenant, at);
  }

  void computed(CallCounts counts, int links) {
    computed.increment();
    spans.increment(counts.spans());
    orphans.increment(counts.orphans());
    beyond.increment(counts.beyond());
    lastLinks.set(links);
    lastRun.set(clock.millis());
  }

  void failed() {
    failed.increment();
  }

  /// Somebody else computes the window.
  void abandoned() {
    abandoned.increment();
  }

  void skipped(long windows) {
    skipped.increment(windows);
  }
}
