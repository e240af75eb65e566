package io.jaegerstack.server.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A stack's ledger for people.
final class LedgerTable {
  private static final List<String> HEADER =
      List.of(
          "process",
          "hop",
          "counts",
          "received",
          "forwarded",
          "returned",
          "dropped",
          "held",
          "unexplained");

  /// Columns from here on are figures, and stand to the right.
  private static final int FIRST_FIGURE = 3;

  static String of(StackLedger stack) {
    var rows = new ArrayList<List<String>>();
    rows.add(HEADER);
    for (ProcessLedger process : stack.processes()) {
      process.hops().forEach(hop -> rows.add(row(process.address(), hop)));
    }
    List<HopFigures> stages = stack.stages();
    if (stack.processes().size() > 1) {
      stages.forEach(stage -> rows.add(row("all", stage)));
    }
    var text = new StringBuilder(aligned(rows));
    for (HopFigures stage : stages) {
      reasons(text, "dropped by ", stage, stage.dropped());
      reasons(text, "lost before ", stage, stage.lostBefore());
    }
    return text.toString();
  }

  private static List<String> row(String process, HopFigures hop) {
    return List.of(
        process,
        hop.hop(),
        hop.counts(),
        figure(hop.received()),
        figure(hop.forwarded()),
        figure(hop.returned()),
        figure(hop.totalDropped()),
        figure(hop.held()),
        figure(hop.balance()));
  }

  private static String figure(long count) {
    return Long.toString(count);
  }

  private static void reasons(
      StringBuilder text, String what, HopFigures stage, Map<String, Long> reasons) {
    String told =
        reasons.entrySet().stream()
            .filter(each -> each.getValue() != 0)
            .map(each -> each.getKey() + " " + each.getValue())
            .collect(Collectors.joining(", "));
    if (!told.isEmpty()) {
      text.append(what).append(stage.hop()).append(": ").append(told).append('\n');
    }
  }

  private static String aligned(List<List<String>> rows) {
    var widths = new int[HEADER.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    var text = new StringBuilder();
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(
            ("%" + (i < FIRST_FIGURE ? "-" : "") + widths[i] + "s  ").formatted(row.get(i)));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private LedgerTable() {}
}
