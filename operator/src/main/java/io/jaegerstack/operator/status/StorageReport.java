package io.jaegerstack.operator.status;

import java.util.Optional;

/// What one of a stack's collectors, by the name of its pod, says of the storage.
public sealed interface StorageReport extends Comparable<StorageReport> {

  String pod();

  /// It can be used.
  record Available(String pod) implements StorageReport {}

  /// It cannot.
  ///
  /// @param error in the storage's own words
  /// @param reason one word for what is to be mended; empty where that is not known
  record Failing(String pod, String error, Optional<String> reason) implements StorageReport {
    public Failing(String pod, String error) {
      this(pod, error, Optional.empty());
    }
  }

  /// The collector does not know, or says nothing: it cannot be reached, or is none of ours.
  record Silent(String pod, String why) implements StorageReport {}

  @Override
  default int compareTo(StorageReport other) {
    return pod().compareTo(other.pod());
  }
}
