package io.jaegerstack.server.hostile;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Every count of something refused, failed or dropped in one scrape, by a short name of what it is
/// and why: `refused body-too-large`, `status 413`, `malformed`, `code INTERNAL`, `call
/// bad-request`, `closed protocol`, `dropped malformed`. Equal names of several ports add up.
record Counts(Map<String, Long> byReason) {
  private static final Pattern SERIES = Pattern.compile("(?m)^([a-z_]+)\\{(.*)} (\\S+)$");

  static Counts of(String scrape) {
    Map<String, Long> counts = new TreeMap<>();
    Matcher line = SERIES.matcher(scrape);
    while (line.find()) {
      long count = (long) Double.parseDouble(line.group(3));
      reason(line.group(1), line.group(2)).ifPresent(why -> counts.merge(why, count, Long::sum));
    }
    return new Counts(counts);
  }

  private static Optional<String> reason(String name, String labels) {
    return switch (name) {
      case "jaegerstack_collector_requests_malformed_total" -> Optional.of("malformed");
      case "jaegerstack_collector_http_refused_total", "jaegerstack_grpc_refused_total" ->
          Optional.of("refused " + label(labels, "reason"));
      case "jaegerstack_collector_tchannel_closed_total",
          "jaegerstack_collector_relay_closed_total" ->
          Optional.of("closed " + label(labels, "reason"));
      case "jaegerstack_collector_tchannel_calls_total" ->
          Optional.of("call " + label(labels, "result")).filter(call -> !call.equals("call ok"));
      case "jaegerstack_collector_relay_frames_total" ->
          Optional.of("frame " + label(labels, "outcome")).filter(f -> !f.equals("frame settled"));
      case "jaegerstack_collector_http_requests_total" ->
          Optional.of("status " + label(labels, "status")).filter(s -> s.compareTo("status 4") > 0);
      case "grpc_server_handled_total" ->
          Optional.of("code " + label(labels, "grpc_code")).filter(c -> !c.equals("code OK"));
      case "jaegerstack_ledger_dropped_total" -> Optional.of("dropped " + label(labels, "reason"));
      default -> Optional.empty();
    };
  }

  private static String label(String labels, String name) {
    Matcher label = Pattern.compile("(?:^|,)" + name + "=\"([^\"]*)\"").matcher(labels);
    if (!label.find()) {
      throw new AssertionError("no label " + name + " in " + labels);
    }
    return label.group(1);
  }

  /// What moved since `before`: `refused body-too-large, status 413`, with `*3` behind what moved
  /// by three.
  String since(Counts before) {
    return byReason.entrySet().stream()
        .map(
            now ->
                moved(
                    now.getKey(), now.getValue() - before.byReason.getOrDefault(now.getKey(), 0L)))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String moved(String reason, long by) {
    return by == 0 ? "" : by == 1 ? reason : reason + "*" + by;
  }

  /// Whether `moved` is what a case says: the same reasons, as often; any number of times where it
  /// says `*`, and perhaps not at all where it says `*?`.
  static boolean matches(String expected, String moved) {
    Map<String, String> wanted = parts(expected);
    Map<String, String> got = parts(moved);
    return wanted.keySet().containsAll(got.keySet())
        && wanted.entrySet().stream()
            .allMatch(each -> matches(each.getValue(), got, each.getKey()));
  }

  private static boolean matches(String times, Map<String, String> got, String reason) {
    String moved = got.get(reason);
    return switch (times) {
      case "*?" -> true;
      case "*" -> moved != null;
      default -> times.equals(moved);
    };
  }

  private static Map<String, String> parts(String text) {
    return Arrays.stream(text.split(", "))
        .filter(part -> !part.isEmpty())
        .collect(
            Collectors.toMap(
                part -> part.replaceFirst("\\*.*", ""),
                part -> part.contains("*") ? part.substring(part.indexOf('*')) : "*1"));
  }
}
