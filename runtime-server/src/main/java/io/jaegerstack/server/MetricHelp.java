package io.jaegerstack.server;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.NamingConvention;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/// What every metric says, for its `# HELP` line: the sentences of `metrics.properties`, by the
/// name that Prometheus sees, wherever in the runtimes the metric is registered. The reference in
/// `docs/` is made of the same.
final class MetricHelp {
  private static final Properties SENTENCES = read();

  /// What Prometheus's names have behind Micrometer's.
  private static final List<String> ENDS = List.of("", "_total", "_seconds", "_seconds_total");

  private static Properties read() {
    var sentences = new Properties();
    try (InputStream file = MetricHelp.class.getResourceAsStream("metrics.properties")) {
      sentences.load(file);
      return sentences;
    } catch (IOException damagedJar) {
      throw new UncheckedIOException("metrics.properties cannot be read", damagedJar);
    }
  }

  /// Empty for a metric that is not known.
  static String of(String name) {
    return ENDS.stream()
        .map(end -> SENTENCES.getProperty(name + end, ""))
        .filter(sentence -> !sentence.isEmpty())
        .findFirst()
        .orElse("");
  }

  /// Gives every meter its sentence; one that is not known keeps what it says of itself.
  static MeterFilter filter(NamingConvention names) {
    return new MeterFilter() {
      @Override
      public Meter.Id map(Meter.Id id) {
        String sentence = of(id.getConventionName(names));
        return sentence.isEmpty()
            ? id
            : new Meter.Id(
                id.getName(),
                Tags.of(id.getTagsAsIterable()),
                id.getBaseUnit(),
                sentence,
                id.getType());
      }
    };
  }

  private MetricHelp() {}
}
