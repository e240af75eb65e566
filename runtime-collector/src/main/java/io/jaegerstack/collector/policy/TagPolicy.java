package io.jaegerstack.collector.policy;

import io.jaegerstack.model.Key;
import io.micrometer.core.instrument.Counter;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All rules of one file. Never changes: a file that has changed is another policy.
public final class TagPolicy {
  static final TagPolicy NONE =
      new TagPolicy(
          List.of(),
          rule -> {
            throw new IllegalStateException("no rules, expected no counter for " + rule.name());
          });

  /// Services whose set of rules is kept; anyone can invent a name, and for others it is found
  /// anew.
  private static final int MOST_SERVICES = 1_000;

  private final List<TagRule> rules;
  private final RuleSets sets;
  private final @Nullable ServiceRules ofAll;
  private final Map<Key, ServiceRules> byService = new ConcurrentHashMap<>();

  TagPolicy(List<TagRule> rules, Function<TagRule, Counter> counters) {
    this.rules = List.copyOf(rules);
    var counted = rules.stream().map(rule -> new CountedRule(rule, counters.apply(rule))).toList();
    this.sets = new RuleSets(counted);
    boolean knowsServices = rules.stream().anyMatch(rule -> !rule.services().isEmpty());
    this.ofAll = knowsServices ? null : new ServiceRules(counted);
  }

  /// Whether nothing is to be done to any tag.
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /// The rules for spans of `service`.
  public ServiceRules of(Key service) {
    if (ofAll != null) {
      return ofAll;
    }
    ServiceRules known = byService.get(service);
    if (known != null) {
      return known;
    }
    BitSet about = about(service);
    ServiceRules shared = sets.of(about);
    if (byService.size() < MOST_SERVICES && sets.keeps(about)) {
      byService.put(service, shared);
    }
    return shared;
  }

  private BitSet about(Key service) {
    var about = new BitSet(rules.size());
    for (int index = 0; index < rules.size(); index++) {
      if (rules.get(index).isAbout(service)) {
        about.set(index);
      }
    }
    return about;
  }
}
