package io.jaegerstack.crds.v1;

/// What becomes of stored spans when their stack goes. The names are the values in the custom
/// resource.
public enum DeletionPolicy {
  /// They go too.
  Delete,
  /// They stay.
  Retain
}
