package io.jaegerstack.storage.local;

import io.jaegerstack.storage.segments.block.DamagedException;
import io.jaegerstack.storage.segments.vault.SegmentDirectory;
import io.jaegerstack.storage.segments.vault.VaultEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the local storage counts, and the few things that it logs.
final class LocalMetrics implements VaultEvents {
  private static final Logger LOG = LoggerFactory.getLogger(LocalMetrics.class);

  private final MeterRegistry registry;
  private final Tags tags;
  private final Counter duplicates;
  private final Counter failures;
  private final Counter damaged;
  private final List<Gauge> gauges = new ArrayList<>();
  private final AtomicBoolean hasFailed = new AtomicBoolean();
  private final AtomicBoolean isDamageKnown = new AtomicBoolean();

  LocalMetrics(MeterRegistry registry, Tags tags) {
    this.registry = registry;
    this.tags = tags;
    duplicates =
        counter(
            "jaegerstack_storage_duplicate_spans",
            "Spans that came again with the same content, and were kept once");
    failures =
        counter(
            "jaegerstack_local_failures",
            "Times that sealing, merging or deleting failed and was put off");
    damaged =
        counter(
            "jaegerstack_local_damaged",
            "Parts of files that are not what was written, each time one was met");
    removedSpans("max-age");
    removedSpans("max-bytes");
  }

  private Counter counter(String name, String says) {
    return Counter.builder(name).description(says).tags(tags).register(registry);
  }

  private Counter removedSpans(String reason) {
    return Counter.builder("jaegerstack_local_removed_spans")
        .description("Spans that left with their segments")
        .tags(tags)
        .tag("reason", reason)
        .register(registry);
  }

  /// Shows what `directory` holds, until [#forget()].
  void watch(SegmentDirectory directory) {
    gauge("jaegerstack_local_bytes", "Size of all files that count", directory::bytes);
    gauge("jaegerstack_local_spans", "Spans in segments", directory::spans);
    gauge("jaegerstack_local_segments", "Segments", directory::segments);
  }

  private void gauge(String name, String says, Supplier<Number> value) {
    gauges.add(Gauge.builder(name, value).description(says).tags(tags).register(registry));
  }

  /// Shows nothing of a directory that is closed; who opens it again may show it again.
  void forget() {
    gauges.forEach(registry::remove);
  }

  @Override
  public void duplicate() {
    duplicates.increment();
  }

  @Override
  public void damaged(DamagedException damage) {
    damaged.increment();
    if (isDamageKnown.compareAndSet(false, true)) {
      LOG.error("files are damaged, reads leave out what is; told once", damage);
    }
  }

  @Override
  public void failed(IOException failure) {
    failures.increment();
    if (hasFailed.compareAndSet(false, true)) {
      LOG.error("cannot write to the directory, trying again until it goes well", failure);
    }
  }

  @Override
  public void recovered() {
    if (hasFailed.compareAndSet(true, false)) {
      LOG.info("can write to the directory again");
    }
  }

  @Override
  public void removed(String reason, long spans, long bytes) {
    removedSpans(reason).increment((double) spans);
    LOG.debug("removed a segment reason={} spans={} bytes={}", reason, spans, bytes);
  }

  @Override
  public void unreadable(String file, IOException why) {
    damaged.increment();
    LOG.error("cannot read file={}, its spans are not found", file, why);
  }

  @Override
  public void logDamaged(String file, int places) {
    damaged.increment(places);
    LOG.warn(
        "the log of {} is torn or damaged in places={}, and read without what was there",
        file,
        places);
  }

  @Override
  public void manifestDamaged(String file) {
    damaged.increment();
    LOG.warn(
        "cannot read file={}, the manifest before it counts: it was being written when the machine"
            + " ended, or spans that only it names are lost",
        file);
  }
}
