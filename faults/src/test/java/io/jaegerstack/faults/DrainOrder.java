package io.jaegerstack.faults;

import io.jaegerstack.faults.judge.StoredSpan;
import io.jaegerstack.faults.judge.StoredTraces;
import io.jaegerstack.faults.traffic.SpanKey;
import io.jaegerstack.faults.traffic.SpanPlan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which datagrams of a load are stored, by the order in which they were sent.
final class DrainOrder {
  private final List<SpanKey> firsts = new ArrayList<>();
  private final Set<String> traces = new LinkedHashSet<>();

  /// @param batches of the load, each a datagram
  DrainOrder(SpanPlan plan, long batches) {
    for (long number = 0; number < batches; number++) {
      SpanKey first = plan.batch(number).getFirst().key();
      firsts.add(first);
      traces.add(first.traceId());
    }
  }

  /// The numbers of those that are there.
  BitSet stored(StoredTraces reader) {
    var found = new HashSet<SpanKey>();
    for (String trace : traces) {
      reader.trace(trace).stream().map(StoredSpan::key).forEach(found::add);
    }
    var stored = new BitSet();
    for (int number = 0; number < firsts.size(); number++) {
      stored.set(number, found.contains(firsts.get(number)));
    }
    return stored;
  }

  /// Datagrams that are there, though an older one is not.
  static int early(BitSet stored) {
    return stored.cardinality() - stored.nextClearBit(0);
  }
}
