package io.jaegerstack.server;

/// Whether a process can use its storage.
///
/// @param error what is wrong, or why nothing is known, in the storage's own words; empty where it
///   is available
public record StorageHealth(State state, String error) {

  /// What a look at the storage has shown.
  public enum State {
    AVAILABLE,
    FAILING,
    /// The storage is there and does not show its state.
    UNKNOWN
  }

  public static StorageHealth available() {
    return new StorageHealth(State.AVAILABLE, "");
  }

  public static StorageHealth failing(String error) {
    return new StorageHealth(State.FAILING, error);
  }

  public static StorageHealth unknown(String why) {
    return new StorageHealth(State.UNKNOWN, why);
  }
}
