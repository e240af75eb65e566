package io.jaegerstack.operator.status;

import io.jaegerstack.crds.v1.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A list of conditions in the making. A condition's transition time moves only when its status
/// changes; the conditions of other writers, should there be any, are kept.
final class Conditions {
  static final String READY = "Ready";
  static final String PROGRESSING = "Progressing";
  static final String DEGRADED = "Degraded";
  static final String STORAGE_READY = "StorageReady";
  static final String PORT_CONFLICT = "PortConflict";

  /// Longer messages are cut: the API server refuses conditions of more than 32,768 characters, and
  /// nobody reads them.
  private static final int MAX_MESSAGE = 2_000;

  private final List<Condition> conditions;
  private final long generation;
  private final Instant now;

  Conditions(List<Condition> before, long generation, Instant now) {
    this.conditions = new ArrayList<>(before);
    this.generation = generation;
    this.now = now;
  }

  Conditions with(String type, boolean holds, String reason, String message) {
    return with(type, holds ? "True" : "False", reason, message);
  }

  Conditions unknown(String type, String reason, String message) {
    return with(type, "Unknown", reason, message);
  }

  private Conditions with(String type, String status, String reason, String message) {
    var before = of(conditions, type);
    String since =
        before
            .filter(c -> c.status().equals(status) && c.lastTransitionTime() != null)
            .map(Condition::lastTransitionTime)
            .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString());
    var condition = new Condition(type, status, reason, cut(message), generation, since);
    if (before.isPresent()) {
      conditions.set(conditions.indexOf(before.get()), condition);
    } else {
      conditions.add(condition);
    }
    return this;
  }

  Conditions without(String type) {
    conditions.removeIf(c -> c.type().equals(type));
    return this;
  }

  List<Condition> list() {
    return List.copyOf(conditions);
  }

  static Optional<Condition> of(List<Condition> conditions, String type) {
    return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
  }

  private static String cut(String message) {
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
  }
}
