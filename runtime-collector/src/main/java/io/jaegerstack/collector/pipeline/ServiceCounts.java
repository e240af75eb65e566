package io.jaegerstack.collector.pipeline;

import io.jaegerstack.model.Key;
import io.jaegerstack.server.Metrics;
import io.micrometer.core.instrument.Counter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// One counter name with the labels `svc` and `debug`; safe for all threads.
///
/// Names of services come from outside, so their number is bounded as in Jaeger: those beyond are
/// counted together, as `other-services`.
final class ServiceCounts {
  /// Of Jaeger's collector (`maxServiceNames`).
  static final int MAX_SERVICES = 4_000;

  private static final String OTHERS = "other-services";

  private final Metrics metrics;
  private final String name;
  private final String[] labels;
  private final BySwitch plain;
  private final BySwitch debug;

  /// Counters called `name` (without `_total`) with `labels`, names and values in turn.
  ServiceCounts(Metrics metrics, String name, String... labels) {
    this.metrics = metrics;
    this.name = name;
    this.labels = labels.clone();
    this.plain = new BySwitch("false");
    this.debug = new BySwitch("true");
  }

  Counter of(Key service, boolean isDebug) {
    return (isDebug ? debug : plain).of(service);
  }

  /// Names counted on their own.
  int services() {
    return Math.max(plain.counters.size(), debug.counters.size());
  }

  private Counter counter(String service, String isDebug) {
    String[] all = Arrays.copyOf(labels, labels.length + 4);
    all[labels.length] = "svc";
    all[labels.length + 1] = service;
    all[labels.length + 2] = "debug";
    all[labels.length + 3] = isDebug;
    return metrics.counter(name, all);
  }

  /// Lower case, and an underscore for all but letters, digits, dash and dot: as in Jaeger.
  static String safeName(String service) {
    var safe = new StringBuilder(service.toLowerCase(Locale.ROOT));
    for (int i = 0; i < safe.length(); i++) {
      char c = safe.charAt(i);
      boolean keep = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
      if (!keep) {
        safe.setCharAt(i, '_');
      }
    }
    return safe.toString();
  }

  private final class BySwitch {
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
    private final String isDebug;
    private final Counter others;

    BySwitch(String isDebug) {
      this.isDebug = isDebug;
      this.others = counter(OTHERS, isDebug);
    }

    Counter of(Key service) {
      Counter known = counters.get(service);
      if (known != null) {
        return known;
      }
      if (counters.size() >= MAX_SERVICES) {
        return others;
      }
      return counters.computeIfAbsent(service, key -> counter(label(key), isDebug));
    }

    private String label(Key service) {
      return safeName(service.length() == 0 ? EmptyNames.SERVICE.text() : service.text());
    }
  }
}
