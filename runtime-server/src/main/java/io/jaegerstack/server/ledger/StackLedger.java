package io.jaegerstack.server.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The ledgers of several processes at about one moment, added up by hop: replicas of one component
/// are one stage.
record StackLedger(List<ProcessLedger> processes) {
  private static final String REPORTER = "agent.reporter";
  private static final String PIPELINE = "collector.pipeline";

  StackLedger {
    processes = List.copyOf(processes);
  }

  /// One line for each hop's name, with the figures of all processes that have it.
  List<HopFigures> stages() {
    var stages = new TreeMap<String, HopFigures>();
    for (ProcessLedger process : processes) {
      process.hops().forEach(hop -> stages.merge(hop.hop(), hop, StackLedger::sum));
    }
    return new ArrayList<>(stages.values());
  }

  private static HopFigures sum(HopFigures a, HopFigures b) {
    return new HopFigures(
        a.hop(),
        a.counts(),
        a.received() + b.received(),
        a.forwarded() + b.forwarded(),
        a.returned() + b.returned(),
        a.held() + b.held(),
        sum(a.dropped(), b.dropped()),
        sum(a.lostBefore(), b.lostBefore()));
  }

  private static SortedMap<String, Long> sum(SortedMap<String, Long> a, SortedMap<String, Long> b) {
    var sum = new TreeMap<>(a);
    b.forEach((word, count) -> sum.merge(word, count, Long::sum));
    return sum;
  }

  /// Balances of all hops, each without its sign: what is missing in one process is not made good
  /// by what another counted twice.
  long unexplainedWithin() {
    return processes.stream()
        .flatMap(process -> process.hops().stream())
        .mapToLong(hop -> Math.abs(hop.balance()))
        .sum();
  }

  /// Spans that agents say collectors have acknowledged, beyond those that these collectors say
  /// they received and did not give back; 0 where agents or collectors are not among the processes.
  /// What others sent to the collectors, and what two collectors received of one sending, hides as
  /// many: judge by span, as `faults` does, where that matters.
  long unexplainedBetween() {
    long forwarded = 0;
    long received = 0;
    boolean hasAgent = false;
    boolean hasCollector = false;
    for (HopFigures stage : stages()) {
      if (stage.hop().equals(REPORTER)) {
        forwarded = stage.forwarded();
        hasAgent = true;
      } else if (stage.hop().equals(PIPELINE)) {
        received = stage.received() - stage.returned();
        hasCollector = true;
      }
    }
    return hasAgent && hasCollector ? Math.max(0, forwarded - received) : 0;
  }

  long held() {
    return stages().stream().mapToLong(HopFigures::held).sum();
  }

  /// Whether nothing moved since `before`, and nothing is held.
  boolean isQuietSince(StackLedger before) {
    return held() == 0 && processes.equals(before.processes());
  }
}
