package io.jaegerstack.faults.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// Where the spans of a scenario went. All figures are spans.
///
/// @param stored distinct ones that were sent and are found
/// @param duplicates further copies of those
/// @param corrupt found with another content
/// @param invented found and never sent
/// @param refused absent, and the last answer was no
/// @param unknown absent, and the sender never had an answer
/// @param acknowledgedAbsent absent, although the receiver said OK
/// @param refusedStored found, although every answer was no
/// @param dropped by hop and reason, as the processes count; the kernel's drops among them
/// @param maybeDropped of those the spans that may be stored all the same: sent without an answer
/// @param inFlight held by processes when they were last asked
/// @param lostWithProcess what else is absent, as far as the scenario allows it
/// @param unexplained the rest: positive is lost in silence, negative is counted as lost and stored
public record Settlement(
    long sent,
    long stored,
    long duplicates,
    long corrupt,
    long invented,
    long refused,
    long unknown,
    long acknowledgedAbsent,
    long refusedStored,
    SortedMap<String, Long> dropped,
    long maybeDropped,
    long inFlight,
    long lostWithProcess,
    long unexplained,
    Allowance allowance) {
  /// What is wrong, each in a sentence; empty where everything is explained.
  public List<String> problems() {
    var problems = new ArrayList<String>();
    expectNone(problems, unexplained, "unexplained: neither stored nor counted as lost");
    expectNone(problems, corrupt, "corrupt: stored with another content");
    expectNone(problems, invented, "invented: stored and never sent");
    expectNone(problems, refusedStored, "refused and stored all the same");
    expectNone(problems, inFlight, "in flight, although all is quiet");
    if (acknowledgedAbsent > allowance.acknowledgedAbsent()) {
      problems.add(
          "%d spans acknowledged and absent, expected at most %d"
              .formatted(acknowledgedAbsent, allowance.acknowledgedAbsent()));
    }
    return problems;
  }

  private static void expectNone(List<String> problems, long spans, String what) {
    if (spans != 0) {
      problems.add("%d spans %s, expected 0".formatted(spans, what));
    }
  }

  /// All of it for people.
  public String table() {
    var table = new StringBuilder();
    row(table, "sent", sent);
    row(table, "= stored", stored);
    for (Map.Entry<String, Long> drop : dropped.entrySet()) {
      row(table, "+ dropped " + drop.getKey(), drop.getValue());
    }
    row(table, "+ refused, and the sender knows", refused);
    row(table, "+ without an answer", unknown);
    row(table, "+ lost with a killed process", lostWithProcess);
    row(table, "+ in flight", inFlight);
    row(table, "+ unexplained", unexplained);
    row(table, "acknowledged and absent", acknowledgedAbsent);
    row(table, "refused and stored", refusedStored);
    row(table, "of the dropped maybe stored", maybeDropped);
    row(table, "duplicates", duplicates);
    row(table, "corrupt", corrupt);
    row(table, "invented", invented);
    return table.toString();
  }

  private static void row(StringBuilder table, String what, long spans) {
    table.append("%-60s %12d%n".formatted(what, spans));
  }
}
