package io.jaegerstack.architecture;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// One metric of an answer of `/metrics`: name, type, and its labels with the values seen.
record MetricFamily(String name, String type, SortedMap<String, SortedSet<String>> labels) {
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /// Suffixes of the samples of one histogram or summary.
  private static final List<String> PARTS = List.of("_bucket", "_count", "_sum");

  /// Families of the text format, by name. `le` and `quantile` belong to the type and are left out.
  static SortedMap<String, MetricFamily> parse(String text) {
    var families = new TreeMap<String, MetricFamily>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ");
        families.put(words[2], new MetricFamily(words[2], words[3], new TreeMap<>()));
      } else if (!line.startsWith("#") && !line.isBlank()) {
        var labels = LABEL.matcher(line);
        var seen = of(line.split("[{ ]", 2)[0], families).labels();
        while (labels.find()) {
          seen.computeIfAbsent(labels.group(1), absent -> new TreeSet<>()).add(labels.group(2));
        }
      }
    }
    families
        .values()
        .forEach(family -> family.labels().keySet().removeAll(List.of("le", "quantile")));
    return families;
  }

  /// What both answers show, with the labels of both.
  static SortedMap<String, MetricFamily> union(
      Map<String, MetricFamily> one, Map<String, MetricFamily> other) {
    var all = new TreeMap<>(one);
    other.forEach(
        (name, family) ->
            all.merge(
                name,
                family,
                (a, b) -> {
                  b.labels()
                      .forEach(
                          (label, values) ->
                              a.labels()
                                  .computeIfAbsent(label, absent -> new TreeSet<>())
                                  .addAll(values));
                  return a;
                }));
    return all;
  }

  private static MetricFamily of(String sample, Map<String, MetricFamily> families) {
    if (families.containsKey(sample)) {
      return families.get(sample);
    }
    for (String part : PARTS) {
      if (sample.endsWith(part)) {
        String name = sample.substring(0, sample.length() - part.length());
        if (families.containsKey(name)) {
          return families.get(name);
        }
      }
    }
    throw new AssertionError("sample " + sample + " has no # TYPE line before it");
  }
}
