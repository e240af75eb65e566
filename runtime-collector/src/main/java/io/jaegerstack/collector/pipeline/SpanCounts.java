package io.jaegerstack.collector.pipeline;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.server.Metrics;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Jaeger's pair of counters for one outcome: `jaeger_collector_spans_<outcome>` by service, and
/// `jaeger_collector_traces_<outcome>` by service and sampler, which counts root spans only.
final class SpanCounts {
  private final ServiceCounts spans;
  private final Map<SamplerType, ServiceCounts> traces = new EnumMap<>(SamplerType.class);

  SpanCounts(Metrics metrics, String outcome, String... labels) {
    this.spans = new ServiceCounts(metrics, "jaeger_collector_spans_" + outcome, labels);
    for (SamplerType sampler : SamplerType.values()) {
      String[] all = Arrays.copyOf(labels, labels.length + 2);
      all[labels.length] = "sampler_type";
      all[labels.length + 1] = sampler.label();
      traces.put(sampler, new ServiceCounts(metrics, "jaeger_collector_traces_" + outcome, all));
    }
  }

  /// Counts a whole batch: one look-up per run of spans of one process.
  void add(SpanBatch batch) {
    @Nullable FlatProcess process = null;
    boolean debug = false;
    int run = 0;
    for (int i = 0; i < batch.size(); i++) {
      FlatSpan span = batch.span(i);
      if (process != null && (!span.process.equals(process) || span.isDebug() != debug)) {
        spans.of(process.serviceName(), debug).increment(run);
        run = 0;
      }
      process = span.process;
      debug = span.isDebug();
      run++;
      addTrace(span);
    }
    if (process != null) {
      spans.of(process.serviceName(), debug).increment(run);
    }
  }

  /// Counts one span.
  void add(FlatSpan span) {
    spans.of(span.process.serviceName(), span.isDebug()).increment();
    addTrace(span);
  }

  private void addTrace(FlatSpan span) {
    if (isRoot(span)) {
      ServiceCounts bySampler = traces.get(SamplerType.of(span));
      if (bySampler != null) {
        bySampler.of(span.process.serviceName(), span.isDebug()).increment();
      }
    }
  }

  private static boolean isRoot(FlatSpan span) {
    for (Reference reference : span.references) {
      if (reference.traceId().low() == span.traceIdLow
          && reference.traceId().high() == span.traceIdHigh) {
        return false;
      }
    }
    return true;
  }

  int services() {
    return spans.services();
  }
}
