package io.jaegerstack.storage;

import java.util.List;
import java.util.stream.Stream;

/// What maintenance has done, by the names that the storage uses.
///
/// @param needed false where this storage has no use for it
/// @param created what is there now and was not before
/// @param deleted what was removed
/// @param changed what stayed and is different now, such as `alias <- index`
/// @param note one sentence for whoever reads the result; may be empty
public record MaintenanceResult(
    boolean needed, List<String> created, List<String> deleted, List<String> changed, String note) {
  /// Nothing to do, because everything is as wanted.
  public static final MaintenanceResult NOTHING =
      new MaintenanceResult(true, List.of(), List.of(), List.of(), "");

  public MaintenanceResult {
    created = List.copyOf(created);
    deleted = List.copyOf(deleted);
    changed = List.copyOf(changed);
  }

  /// A storage to which this need not be done, and why.
  public static MaintenanceResult notNeeded(String why) {
    return new MaintenanceResult(false, List.of(), List.of(), List.of(), why);
  }

  public static MaintenanceResult created(List<String> names) {
    return new MaintenanceResult(true, names, List.of(), List.of(), "");
  }

  public static MaintenanceResult deleted(List<String> names) {
    return new MaintenanceResult(true, List.of(), names, List.of(), "");
  }

  public static MaintenanceResult changed(List<String> names) {
    return new MaintenanceResult(true, List.of(), List.of(), names, "");
  }

  /// This and `next` as one.
  public MaintenanceResult and(MaintenanceResult next) {
    return new MaintenanceResult(
        needed || next.needed,
        joined(created, next.created),
        joined(deleted, next.deleted),
        joined(changed, next.changed),
        Stream.of(note, next.note)
            .filter(each -> !each.isEmpty())
            .distinct()
            .reduce("", MaintenanceResult::sentence));
  }

  public MaintenanceResult withNote(String sentence) {
    return new MaintenanceResult(needed, created, deleted, changed, sentence);
  }

  private static List<String> joined(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private static String sentence(String some, String other) {
    return some.isEmpty() ? other : some + "; " + other;
  }
}
