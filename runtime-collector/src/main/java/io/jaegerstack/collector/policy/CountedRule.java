package io.jaegerstack.collector.policy;

import io.micrometer.core.instrument.Counter;

/// A rule and the counter of what it did, the same for all services and places.
record CountedRule(TagRule rule, Counter counter) {
  /// Entries that [PlaceRules] have for it, in all places together.
  int entries() {
    return rule.places().size() * Math.max(1, rule.keys().size());
  }
}
