package io.jaegerstack.operator.resolve;

import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Problems as they are found, in order of the custom resource's fields.
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  void add(String path, String message) {
    found.add(new Problem(path, message));
  }

  /// What the process itself would refuse at start, with the nearest name for an unknown flag.
  void addAll(String path, Component component, Map<String, String> options) {
    Catalogue.of(component).problems(options).forEach(message -> add(path, message));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<Problem> all() {
    return List.copyOf(found);
  }
}
