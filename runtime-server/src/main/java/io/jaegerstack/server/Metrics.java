package io.jaegerstack.server;

import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.Version;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The process's metrics, under the names that Jaeger's dashboards ask for. Register once at start
/// and keep the meter: looking one up costs more than counting.
public final class Metrics {
  /// Upper bounds in seconds; Jaeger's own (Prometheus's default buckets).
  private static final double[] LATENCY_SECONDS = {
    .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
  };

  /// Gives these bounds to every timer that is called a latency or a duration, so that modules
  /// which know Micrometer alone (the storages) need no list of their own. Timers, not summaries:
  /// Micrometer's summaries put everything below 1 into one bucket.
  private static final MeterFilter BOUNDS =
      new MeterFilter() {
        @Override
        public DistributionStatisticConfig configure(
            Meter.Id id, DistributionStatisticConfig config) {
          boolean isLatency =
              id.getType() == Meter.Type.TIMER
                  && (id.getName().contains("latency") || id.getName().endsWith("duration"));
          return isLatency
              ? DistributionStatisticConfig.builder()
                  .serviceLevelObjectives(
                      Arrays.stream(LATENCY_SECONDS).map(each -> each * NANOS_PER_SECOND).toArray())
                  .build()
                  .merge(config)
              : config;
        }
      };

  /// A timer whose name has underscores already has the name that Prometheus shall see, as most of
  /// Jaeger's have: without `_seconds` at its end.
  private static final NamingConvention NAMES =
      new PrometheusNamingConvention() {
        @Override
        public String name(String name, Meter.Type type, @Nullable String baseUnit) {
          return type == Meter.Type.TIMER && name.contains("_")
              ? name
              : super.name(name, type, baseUnit);
        }
      };

  private static final double NANOS_PER_SECOND = 1e9;

  private static final String PLAIN = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ConcurrentMap<String, Histogram> histograms = new ConcurrentHashMap<>();
  private final Queue<LongSupplier> counted = new ConcurrentLinkedQueue<>();

  /// With what is known of every process: memory, processor time, descriptors, threads.
  public static Metrics of(Component component) {
    var metrics = empty();
    ProcessFigures.bind(metrics);
    if (component != Component.AGENT) {
      ProcessFigures.bindUnderJaeger2sNames(metrics);
    }
    metrics.buildInfo(component.word().replace('-', '_') + "_");
    if (component == Component.ALL_IN_ONE) {
      metrics.buildInfo("");
    }
    return metrics;
  }

  /// Without any, for tests.
  public static Metrics empty() {
    var metrics = new Metrics();
    metrics
        .registry
        .config()
        .namingConvention(NAMES)
        .meterFilter(MetricHelp.filter(NAMES))
        .meterFilter(BOUNDS);
    return metrics;
  }

  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /// A counter; `name` without `_total`, which is added.
  ///
  /// @param labels names and values in turn
  public Counter counter(String name, String... labels) {
    return Counter.builder(name).tags(labels).register(registry);
  }

  /// A counter whose count is kept elsewhere, such as in a ledger. Micrometer itself would let go
  /// of `count`. Shown as 0 where it is below: one bad count must not cost the exposition of all
  /// others.
  public void counter(String name, LongSupplier count, String... labels) {
    counted.add(count);
    FunctionCounter.builder(name, count, kept -> Math.max(0, kept.getAsLong()))
        .tags(labels)
        .register(registry);
  }

  public void gauge(String name, DoubleSupplier value, String... labels) {
    Gauge.builder(name, value::getAsDouble).tags(labels).strongReference(true).register(registry);
  }

  /// A histogram of seconds: Jaeger's names have no unit at their end, and Micrometer's summaries
  /// have no buckets below 1.
  ///
  /// @param labels names and values in turn, the same names for every histogram of this name
  public Latency latency(String name, String... labels) {
    var histogram =
        histograms.computeIfAbsent(
            name,
            absent ->
                Histogram.builder()
                    .name(absent)
                    .help(MetricHelp.of(absent))
                    .classicOnly()
                    .withoutExemplars()
                    .classicUpperBounds(LATENCY_SECONDS)
                    .labelNames(every(labels, 0))
                    .register(registry.getPrometheusRegistry()));
    return new Latency(histogram.labelValues(every(labels, 1)));
  }

  /// A constant 1 whose labels say something; `name` ends in `_info`.
  ///
  /// @param labels names and values in turn
  public void info(String name, String... labels) {
    Info.builder()
        .name(name)
        .help(MetricHelp.of(name.replaceFirst("^jaeger_.*build_info$", "jaeger_build_info")))
        .labelNames(every(labels, 0))
        .register(registry.getPrometheusRegistry())
        .setLabelValues(every(labels, 1));
  }

  /// Under Jaeger's name, with Jaeger's label for the version; `build_version` is ours.
  private void buildInfo(String component) {
    String version = Version.current();
    info("jaeger_" + component + "build_info", "version", version, "build_version", version);
  }

  /// Names (from 0) or values (from 1) of labels that are given in turn.
  private static String[] every(String[] labels, int first) {
    var picked = new String[labels.length / 2];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = labels[2 * i + first];
    }
    return picked;
  }

  /// Everything, in the format that `accept` prefers.
  public byte[] scrape(String accept) {
    var out = new ByteArrayOutputStream(16 * 1024);
    try {
      registry.scrape(out, contentType(accept));
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
    return out.toByteArray();
  }

  /// Everything as Prometheus's text; what tests read.
  public String scrape() {
    return new String(scrape(""), StandardCharsets.UTF_8);
  }

  public String contentType(String accept) {
    return accept.contains("application/openmetrics-text") ? OPEN_METRICS : PLAIN;
  }
}
