package io.jaegerstack.collector.policy;

import io.jaegerstack.model.Key;
import java.util.List;
import java.util.Set;

/// One rule of a file.
///
/// @param name for its metric, unique in the file
/// @param keys of tags that it is about; none where the action adds one
/// @param services that it is about; none means all
record TagRule(
    String name,
    TagAction action,
    Set<Place> places,
    List<NamePattern> keys,
    List<NamePattern> services) {
  TagRule {
    places = Set.copyOf(places);
    keys = List.copyOf(keys);
    services = List.copyOf(services);
  }

  boolean isAbout(Key service) {
    return services.isEmpty() || services.stream().anyMatch(pattern -> pattern.matches(service));
  }
}
