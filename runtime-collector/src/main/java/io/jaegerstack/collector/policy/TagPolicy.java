package io.jaegerstack.collector.policy;

import io.jaegerstack.model.Key;
import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// All rules of one file. Never changes: a file that has changed is another policy.
public final class TagPolicy {
  static final TagPolicy NONE =
      new TagPolicy(
          List.of(),
          rule -> {
            throw new IllegalStateException("no rules, expected no counter for " + rule.name());
          });

  /// Services whose rules are kept; anyone can invent a name, and for others they are made anew.
  private static final int MOST_SERVICES = 1_000;

  private final List<TagRule> rules;
  private final Function<TagRule, Counter> counters;
  private final boolean knowsServices;
  private final ServiceRules ofAll;
  private final Map<Key, ServiceRules> byService = new ConcurrentHashMap<>();

  TagPolicy(List<TagRule> rules, Function<TagRule, Counter> counters) {
    this.rules = List.copyOf(rules);
    this.counters = counters;
    this.knowsServices = rules.stream().anyMatch(rule -> !rule.services().isEmpty());
    this.ofAll = new ServiceRules(knowsServices ? List.of() : rules, counters);
  }

  /// Whether nothing is to be done to any tag.
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /// The rules for spans of `service`.
  public ServiceRules of(Key service) {
    if (!knowsServices) {
      return ofAll;
    }
    ServiceRules known = byService.get(service);
    if (known != null) {
      return known;
    }
    var made =
        new ServiceRules(rules.stream().filter(rule -> rule.isAbout(service)).toList(), counters);
    if (byService.size() < MOST_SERVICES) {
      byService.put(service, made);
    }
    return made;
  }
}
