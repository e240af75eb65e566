package io.jaegerstack.server.ledger;

import io.jaegerstack.ledger.HopSnapshot;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/// One hop's figures outside of the process that counted them. Reasons are words, since another
/// release may know others.
///
/// @param counts `spans` or `packets`
/// @param returned to senders who still hold them
/// @param dropped by reason, all reasons that the process knows or those that are not 0
/// @param lostBefore by kind; not part of the balance
public record HopFigures(
    String hop,
    String counts,
    long received,
    long forwarded,
    long returned,
    long held,
    SortedMap<String, Long> dropped,
    SortedMap<String, Long> lostBefore) {
  private static final String DROPPED = "dropped.";
  private static final String LOST_BEFORE = "lost-before.";

  public HopFigures {
    dropped = Collections.unmodifiableSortedMap(new TreeMap<>(dropped));
    lostBefore = Collections.unmodifiableSortedMap(new TreeMap<>(lostBefore));
  }

  public static HopFigures of(HopSnapshot snapshot) {
    var dropped = new TreeMap<String, Long>();
    snapshot.dropped().forEach((reason, count) -> dropped.put(reason.label(), count));
    var lostBefore = new TreeMap<String, Long>();
    snapshot.lostBefore().forEach((kind, count) -> lostBefore.put(kind.label(), count));
    return new HopFigures(
        snapshot.name(),
        snapshot.counted().name().toLowerCase(Locale.ROOT),
        snapshot.received(),
        snapshot.forwarded(),
        snapshot.returned(),
        snapshot.held(),
        dropped,
        lostBefore);
  }

  /// Reads what [#line()] wrote, also with words around it that are not of the form `name=value`.
  ///
  /// @throws IllegalArgumentException where a figure is not a number or no hop is named
  public static HopFigures parse(String line) {
    var figures = new TreeMap<String, Long>();
    String hop = "";
    String counts = "";
    for (String word : line.strip().split("\\s+")) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? "" : word.substring(0, equals);
      String value = word.substring(equals + 1);
      switch (name) {
        case "", "process" -> {}
        case "hop" -> hop = value;
        case "counts" -> counts = value;
        default -> figures.put(name, number(name, value, line));
      }
    }
    if (hop.isEmpty()) {
      throw new IllegalArgumentException("\"" + line + "\" names no hop, expected hop=…");
    }
    return new HopFigures(
        hop,
        counts,
        figures.getOrDefault("received", 0L),
        figures.getOrDefault("forwarded", 0L),
        figures.getOrDefault("returned", 0L),
        figures.getOrDefault("held", 0L),
        under(DROPPED, figures),
        under(LOST_BEFORE, figures));
  }

  private static long number(String name, String value, String line) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException(
          "%s is \"%s\", expected a whole number, in \"%s\"".formatted(name, value, line), wrong);
    }
  }

  private static SortedMap<String, Long> under(String prefix, SortedMap<String, Long> figures) {
    var found = new TreeMap<String, Long>();
    figures.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), value);
          }
        });
    return found;
  }

  public long totalDropped() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }

  /// As in the process: 0, or lost without a reason where positive, counted twice where negative.
  public long balance() {
    return received - forwarded - returned - totalDropped() - held;
  }

  /// One line of `name=value`; reasons and kinds only where they are not 0.
  public String line() {
    var line = new StringBuilder("hop=%s counts=%s".formatted(hop, counts));
    numbers((name, value) -> line.append(' ').append(name).append('=').append(value));
    notZero(DROPPED, dropped, line);
    notZero(LOST_BEFORE, lostBefore, line);
    return line.toString();
  }

  private void numbers(BiConsumer<String, Long> each) {
    each.accept("received", received);
    each.accept("forwarded", forwarded);
    if (returned != 0) {
      each.accept("returned", returned);
    }
    each.accept("held", held);
    each.accept("balance", balance());
  }

  private static void notZero(String prefix, Map<String, Long> figures, StringBuilder line) {
    figures.forEach(
        (name, value) -> {
          if (value != 0) {
            line.append(' ').append(prefix).append(name).append('=').append(value);
          }
        });
  }

  /// A JSON object; its words are ours and need no escapes.
  public String json() {
    var json = new StringBuilder("{\"hop\":\"%s\",\"counts\":\"%s\"".formatted(hop, counts));
    numbers((name, value) -> json.append(",\"%s\":%d".formatted(name, value)));
    return json.append(",\"dropped\":")
        .append(json(dropped))
        .append(",\"lostBefore\":")
        .append(json(lostBefore))
        .append('}')
        .toString();
  }

  private static String json(Map<String, Long> figures) {
    return figures.entrySet().stream()
        .map(each -> "\"%s\":%d".formatted(each.getKey(), each.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }
}
