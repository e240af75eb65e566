package io.jaegerstack.faults.judge;

import io.jaegerstack.faults.process.ProcessAccount;
import io.jaegerstack.faults.traffic.Outcome;
import io.jaegerstack.faults.traffic.SentBook;
import io.jaegerstack.faults.traffic.SpanKey;
import io.jaegerstack.server.ledger.HopFigures;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Settles a scenario: sent = stored + dropped{reason} + refused + lost with a killed process + in
/// flight, span by span.
public final class Judge {
  /// Counted as lost by whoever had no answer; the next one may have stored it.
  private static final String UNANSWERED = "unanswered";

  private static final String KERNEL = "kernel";

  /// How often a span was found, and how often with another content.
  private record Copies(long all, long wrong) {}

  private final SentBook book;
  private final int spansPerPacket;

  /// @param spansPerPacket in every datagram of the scenario, for what is counted in packets
  public Judge(SentBook book, int spansPerPacket) {
    this.book = book;
    this.spansPerPacket = spansPerPacket;
  }

  /// @param accounts of all processes that ever took part, those that have ended too
  public Settlement settle(
      StoredTraces traces, List<ProcessAccount> accounts, Allowance allowance) {
    Map<SpanKey, Long> digests = new HashMap<>();
    book.entries().forEach(entry -> digests.put(entry.key(), entry.digest()));
    var found = new HashMap<SpanKey, Copies>();
    long invented = 0;
    for (String id : book.traceIds()) {
      for (StoredSpan span : traces.trace(id)) {
        Long digest = digests.get(span.key());
        if (digest == null) {
          invented++;
        } else {
          long wrong = digest == span.digest() ? 0 : 1;
          found.merge(
              span.key(),
              new Copies(1, wrong),
              (a, b) -> new Copies(a.all() + b.all(), a.wrong() + b.wrong()));
        }
      }
    }
    return settle(found, invented, accounts, allowance);
  }

  private Settlement settle(
      Map<SpanKey, Copies> found,
      long invented,
      List<ProcessAccount> accounts,
      Allowance allowance) {
    var absent = new long[Outcome.Kind.values().length];
    long refusedStored = 0;
    for (SentBook.Entry entry : book.entries()) {
      Outcome.Kind kind = entry.outcome().kind();
      if (!found.containsKey(entry.key())) {
        absent[kind.ordinal()]++;
      } else if (kind == Outcome.Kind.REFUSED || kind == Outcome.Kind.UNSENT) {
        refusedStored++;
      }
    }
    SortedMap<String, Long> dropped = dropped(accounts);
    long maybe = maybeDropped(accounts);
    long surely = dropped.values().stream().mapToLong(Long::longValue).sum() - maybe;
    long unknown = absent[Outcome.Kind.UNKNOWN.ordinal()];
    long missing =
        absent[Outcome.Kind.UDP.ordinal()] + absent[Outcome.Kind.ACKED.ordinal()] - surely;
    long withProcess = Math.clamp(missing - maybe, 0, allowance.lostWithProcess());
    return new Settlement(
        book.size(),
        found.size(),
        found.values().stream().mapToLong(copies -> copies.all() - 1).sum(),
        found.values().stream().mapToLong(Copies::wrong).sum(),
        invented,
        absent[Outcome.Kind.REFUSED.ordinal()] + absent[Outcome.Kind.UNSENT.ordinal()],
        unknown,
        absent[Outcome.Kind.ACKED.ordinal()],
        refusedStored,
        dropped,
        maybe,
        accounts.stream().filter(ProcessAccount::complete).mapToLong(ProcessAccount::held).sum(),
        withProcess,
        unexplained(missing, maybe, withProcess, unknown),
        allowance);
  }

  /// What is missing may be covered by what was sent without an answer and by a killed process;
  /// what was dropped beyond what is missing, by spans whose sender has no answer.
  private static long unexplained(long missing, long maybe, long withProcess, long unknown) {
    if (missing >= 0) {
      return Math.max(0, missing - maybe - withProcess);
    }
    return Math.min(0, missing + unknown);
  }

  private SortedMap<String, Long> dropped(List<ProcessAccount> accounts) {
    var dropped = new TreeMap<String, Long>();
    for (ProcessAccount account : accounts) {
      for (HopFigures hop : account.hops()) {
        hop.dropped().forEach((reason, count) -> add(dropped, hop, reason, count));
        add(dropped, hop, KERNEL, hop.lostBefore().getOrDefault(KERNEL, 0L));
      }
    }
    return dropped;
  }

  private void add(SortedMap<String, Long> dropped, HopFigures hop, String reason, long count) {
    if (count != 0) {
      dropped.merge(hop.hop() + " " + reason, count * spansOf(hop), Long::sum);
    }
  }

  private long maybeDropped(List<ProcessAccount> accounts) {
    return accounts.stream()
        .flatMap(account -> account.hops().stream())
        .mapToLong(hop -> hop.dropped().getOrDefault(UNANSWERED, 0L) * spansOf(hop))
        .sum();
  }

  private long spansOf(HopFigures hop) {
    return hop.counts().equals("packets") ? spansPerPacket : 1;
  }
}
