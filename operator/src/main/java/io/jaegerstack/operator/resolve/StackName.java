package io.jaegerstack.operator.resolve;

import java.util.Optional;

/// A stack's name and namespace, and the names of the objects that are made for it.
public record StackName(String name, String namespace) {
  private static final String VOLUME_CLAIM = "-local";

  /// In characters; Kubernetes refuses longer ones.
  private static final int LONGEST_CRON_JOB = 52;

  public String agent() {
    return name + "-agent";
  }

  public String collector() {
    return name + "-collector";
  }

  /// The Service without an address of its own, behind which agents find every collector.
  public String collectorHeadless() {
    return name + "-collector-headless";
  }

  public String query() {
    return name + "-query";
  }

  public String storage() {
    return name + "-storage";
  }

  public String sampling() {
    return name + "-sampling";
  }

  public String ui() {
    return name + "-ui";
  }

  /// The claim of the volume that spans are on with storage Local.
  public String volumeClaim() {
    return name + VOLUME_CLAIM;
  }

  /// The stack that has a claim of that name, if any has.
  public static Optional<String> ofVolumeClaim(String claim) {
    return claim.endsWith(VOLUME_CLAIM)
        ? Optional.of(claim.substring(0, claim.length() - VOLUME_CLAIM.length()))
        : Optional.empty();
  }

  /// The Job that looks after the schema.
  ///
  /// @param digits of what it does, at most seven
  public String schemaJob(String digits) {
    return name + "-storage-schema-" + digits;
  }

  /// A CronJob, of at most 52 characters, since the names of its Jobs are longer by eleven. A long
  /// name is cut, and stays a name of its own by some digits of what is cut off.
  public String cronJob(String suffix) {
    String full = name + "-" + suffix;
    if (full.length() <= LONGEST_CRON_JOB) {
      return full;
    }
    String digits = "%08x".formatted(name.hashCode());
    int kept = LONGEST_CRON_JOB - suffix.length() - digits.length() - 2;
    return name.substring(0, kept) + "-" + digits + "-" + suffix;
  }
}
