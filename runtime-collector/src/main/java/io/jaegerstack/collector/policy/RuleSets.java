package io.jaegerstack.collector.policy;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The rules of one policy, made ready for each set of rules that a service has. Many services
/// share few sets: a name that no rule mentions has the same set as all other such names.
final class RuleSets {
  /// Entries of all sets that are kept, about 20 MB. A policy needs more only where most of many
  /// rules are about all services and as many others about one; then further sets are made anew for
  /// each use.
  private static final long MOST_ENTRIES = 250_000;

  private final List<CountedRule> rules;
  private final Map<BitSet, ServiceRules> sets = new ConcurrentHashMap<>();
  private final AtomicLong entries = new AtomicLong();

  RuleSets(List<CountedRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /// The set's own rules, one object for equal sets while there is room.
  ///
  /// @param set indices of rules, not changed afterwards
  ServiceRules of(BitSet set) {
    ServiceRules known = sets.get(set);
    if (known != null) {
      return known;
    }
    return entries.get() < MOST_ENTRIES ? sets.computeIfAbsent(set, this::counted) : made(set);
  }

  private ServiceRules counted(BitSet set) {
    entries.addAndGet(set.stream().mapToLong(index -> rules.get(index).entries()).sum());
    return made(set);
  }

  private ServiceRules made(BitSet set) {
    return new ServiceRules(set.stream().mapToObj(rules::get).toList());
  }

  /// Whether [#of] gives the same object for `set` each time.
  boolean keeps(BitSet set) {
    return sets.containsKey(set);
  }
}
