package io.jaegerstack.collector.pipeline;

import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.server.Latency;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.storage.StorageException;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Every count of the pipeline: the ledger's hop, Jaeger's metrics under Jaeger's names, and the
/// names that Jaeger v2's dashboards ask for.
///
/// `received` is counted for every span that a receiver read, as Jaeger does, also where it is then
/// refused. The ledger's hop knows only spans that were taken: a refused one is still the sender's.
final class PipelineCounts {
  private final Hop hop;
  private final Map<Origin, SpanCounts> received = new EnumMap<>(Origin.class);
  private final Map<Origin, SpanCounts> rejected = new EnumMap<>(Origin.class);
  private final Map<Origin, Counter> accepted = new EnumMap<>(Origin.class);
  private final Map<Origin, Counter> refused = new EnumMap<>(Origin.class);
  private final Map<StorageException.Kind, Counter> failures =
      new EnumMap<>(StorageException.Kind.class);
  private final SpanCounts savedOk;
  private final SpanCounts savedErr;
  private final Counter sent;
  private final Counter sendFailed;
  private final Counter dropped;
  private final Latency inQueueLatency;
  private final Latency saveLatency;
  private final AtomicInteger undecided = new AtomicInteger();
  private final AtomicLong bytesTaken = new AtomicLong();
  private final AtomicLong lastBatch = new AtomicLong();

  /// @param withSizes whether bytes and services of spans are shown
  PipelineCounts(Metrics metrics, Hop hop, BoundedQueue queue, String host, boolean withSizes) {
    this.hop = hop;
    hop.heldBy(undecided::get);
    for (Origin origin : Origin.values()) {
      registerReceived(metrics, origin);
    }
    this.savedOk = new SpanCounts(metrics, "saved_by_svc", "result", "ok");
    this.savedErr = new SpanCounts(metrics, "saved_by_svc", "result", "err");
    this.sent = metrics.counter("otelcol_exporter_sent_spans", "exporter", "jaeger_storage");
    this.sendFailed =
        metrics.counter("otelcol_exporter_send_failed_spans", "exporter", "jaeger_storage");
    this.dropped = metrics.counter("jaeger_collector_spans_dropped", "host", host);
    this.inQueueLatency = metrics.latency("jaeger_collector_in_queue_latency", "host", host);
    this.saveLatency = metrics.latency("jaeger_collector_save_latency", "host", host);
    for (var kind : StorageException.Kind.values()) {
      String label = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
      failures.put(kind, metrics.counter("jaegerstack_collector_write_failures", "kind", label));
    }
    registerGauges(metrics, queue, host);
    if (withSizes) {
      metrics.gauge("jaeger_collector_spans_bytes", bytesTaken::get, "host", host);
      metrics.gauge("jaeger_collector_spans_serviceNames", this::services, "host", host);
    }
  }

  private void registerReceived(Metrics metrics, Origin origin) {
    String format = origin.format().label();
    String transport = origin.transport().label();
    String[] labels = {"format", format, "transport", transport};
    received.put(origin, new SpanCounts(metrics, "received", labels));
    rejected.put(origin, new SpanCounts(metrics, "rejected", labels));
    String[] v2Labels = {"receiver", receiver(origin.format()), "transport", transport};
    accepted.put(origin, metrics.counter("otelcol_receiver_accepted_spans", v2Labels));
    refused.put(origin, metrics.counter("otelcol_receiver_refused_spans", v2Labels));
  }

  /// What Jaeger v2 calls the receiver of a format.
  private static String receiver(SpanFormat format) {
    return switch (format) {
      case JAEGER, PROTO -> "jaeger";
      case ZIPKIN -> "zipkin";
      case OTLP -> "otlp";
    };
  }

  private void registerGauges(Metrics metrics, BoundedQueue queue, String host) {
    String[] labels = {"host", host};
    metrics.gauge("jaeger_collector_queue_length", queue::spans, labels);
    metrics.gauge("jaeger_collector_queue_capacity", queue::capacity, labels);
    metrics.gauge("jaeger_collector_batch_size", lastBatch::get, labels);
    metrics.gauge("jaegerstack_collector_queue_bytes", queue::bytes, labels);
    metrics.gauge("jaegerstack_collector_queue_bytes_capacity", queue::capacityBytes, labels);
    String[] exporter = {"exporter", "jaeger_storage"};
    metrics.gauge("otelcol_exporter_queue_size", queue::spans, exporter);
    metrics.gauge("otelcol_exporter_queue_capacity", queue::capacity, exporter);
  }

  private double services() {
    return received.values().stream().mapToInt(SpanCounts::services).max().orElse(0);
  }

  /// A receiver read `batch`.
  void received(SpanBatch batch, Origin origin) {
    lastBatch.set(batch.size());
    counts(received, origin).add(batch);
  }

  /// The queue has `batch`.
  void taken(SpanBatch batch, Origin origin) {
    hop.received(batch.size());
    counts(accepted, origin).increment(batch.size());
    bytesTaken.addAndGet(batch.sourceBytes());
  }

  /// Spans without ids, which the reader left out of a batch that is otherwise taken.
  void leftOut(int spans) {
    if (spans > 0) {
      hop.received(spans);
      dropped(DropReason.MALFORMED, spans);
    }
  }

  /// The sender keeps `batch`. Counts as dropped under Jaeger's name, which its alert on overload
  /// reads, and not in the ledger.
  void refused(SpanBatch batch, Origin origin) {
    counts(rejected, origin).add(batch);
    counts(refused, origin).increment(batch.size());
    dropped.increment(batch.size());
  }

  /// As [#refused(SpanBatch, Origin)], for spans of which nothing is known but their number.
  void refusedWithoutIds(int spans, Origin origin) {
    counts(refused, origin).increment(spans);
    dropped.increment(spans);
  }

  /// Spans that were taken and will not be stored.
  void dropped(DropReason reason, int spans) {
    hop.dropped(reason, spans);
    dropped.increment(spans);
  }

  /// How long `batch` waited for a writer; none where it came while one let more gather.
  void waited(QueuedBatch batch, long readyAt) {
    inQueueLatency.recordNanos(Math.max(0, readyAt - batch.queuedAt()));
  }

  void saved(long nanos) {
    saveLatency.recordNanos(nanos);
  }

  void stored(FlatSpan span) {
    hop.forwarded(1);
    savedOk.add(span);
    sent.increment();
  }

  void stored(SpanBatch batch) {
    hop.forwarded(batch.size());
    savedOk.add(batch);
    sent.increment(batch.size());
  }

  /// Spans that were taken and are their sender's again.
  void returned(int spans) {
    hop.returned(spans);
  }

  void failed(FlatSpan span, StorageException.Kind kind) {
    dropped(reason(kind), 1);
    notSaved(span, kind);
  }

  /// As [#failed], of a span that its sender still holds.
  void notStoredNow(FlatSpan span, StorageException.Kind kind) {
    returned(1);
    notSaved(span, kind);
  }

  /// As [#failed], of a span that its sender still holds, and may send again beside others.
  void refusedForGood(FlatSpan span, StorageException.Kind kind) {
    undecided.incrementAndGet();
    notSaved(span, kind);
  }

  /// Spans that were [#refusedForGood] are their sender's again, or are dropped.
  void decided(int spans, boolean isReturned) {
    if (spans == 0) {
      return;
    }
    if (isReturned) {
      returned(spans);
    } else {
      dropped(DropReason.STORAGE_REJECTED, spans);
    }
    undecided.addAndGet(-spans);
  }

  private void notSaved(FlatSpan span, StorageException.Kind kind) {
    counts(failures, kind).increment();
    savedErr.add(span);
    sendFailed.increment();
  }

  private static DropReason reason(StorageException.Kind kind) {
    return switch (kind) {
      case NOT_FOUND, INVALID -> DropReason.STORAGE_REJECTED;
      case OVERLOADED, UNAVAILABLE -> DropReason.STORAGE_UNAVAILABLE;
    };
  }

  private static <K extends Enum<K>, T> T counts(Map<K, T> all, K key) {
    T counts = all.get(key);
    if (counts == null) {
      throw new IllegalStateException("no counters for " + key);
    }
    return counts;
  }
}
