package io.jaegerstack.collector.policy;

import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Key;
import io.micrometer.core.instrument.Counter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rules of one set of rules for tags at one place. Where several are about a tag, the first
/// one of the file decides. Looks at each key once and makes no object for a tag that no rule is
/// about.
final class PlaceRules {
  private record Changing(int order, TagAction.Change action, Counter counter) {}

  private record Beginning(NamePattern pattern, Changing rule) {}

  private record Adding(TagAction.Add action, Counter counter) {}

  private final Map<Key, Changing> exact = new HashMap<>();
  private final List<Beginning> beginnings = new ArrayList<>();
  private final List<Adding> additions = new ArrayList<>();

  /// @param rules of which those count that are about `place`, in the order of the file
  PlaceRules(List<CountedRule> rules, Place place) {
    for (int order = 0; order < rules.size(); order++) {
      CountedRule counted = rules.get(order);
      if (counted.rule().places().contains(place)) {
        take(counted.rule(), order, counted.counter());
      }
    }
  }

  private void take(TagRule rule, int order, Counter counter) {
    switch (rule.action()) {
      case TagAction.Add add -> additions.add(new Adding(add, counter));
      case TagAction.Change change -> take(rule.keys(), new Changing(order, change, counter));
    }
  }

  private void take(List<NamePattern> keys, Changing rule) {
    for (NamePattern pattern : keys) {
      if (pattern.isPrefix()) {
        beginnings.add(new Beginning(pattern, rule));
      } else {
        exact.putIfAbsent(pattern.start(), rule);
      }
    }
  }

  boolean isEmpty() {
    return exact.isEmpty() && beginnings.isEmpty() && additions.isEmpty();
  }

  /// `tags` themselves where no rule is about any of them, else a copy that the rules have changed.
  FlatTags appliedTo(FlatTags tags) {
    FlatTags result = tags;
    if (hasRuled(tags)) {
      FlatTags changed = own(result, tags);
      changed.keep(index -> kept(changed, index));
      result = changed;
    }
    for (int add = 0; add < additions.size(); add++) {
      Adding adding = additions.get(add);
      if (result.indexOf(adding.action().key()) < 0) {
        result = own(result, tags);
        adding.action().apply(result);
        adding.counter().increment();
      }
    }
    return result;
  }

  private boolean hasRuled(FlatTags tags) {
    for (int i = 0; i < tags.size(); i++) {
      if (ruleOf(tags.key(i)) != null) {
        return true;
      }
    }
    return false;
  }

  private boolean kept(FlatTags tags, int index) {
    Changing rule = ruleOf(tags.key(index));
    if (rule == null) {
      return true;
    }
    rule.counter().increment();
    return rule.action().apply(tags, index);
  }

  private static FlatTags own(FlatTags result, FlatTags original) {
    return result == original ? original.trimmedCopy() : result;
  }

  private @Nullable Changing ruleOf(Key key) {
    Changing first = exact.get(key);
    for (int begin = 0; begin < beginnings.size(); begin++) {
      Beginning beginning = beginnings.get(begin);
      if (first != null && first.order() < beginning.rule().order()) {
        return first;
      }
      if (beginning.pattern().matches(key)) {
        return beginning.rule();
      }
    }
    return first;
  }
}
