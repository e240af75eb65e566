package io.jaegerstack.server;

/// Whether a process can use its storage.
///
/// @param error what is wrong, in the storage's own words; empty where it is available
public record StorageHealth(boolean isAvailable, String error) {

  public static StorageHealth available() {
    return new StorageHealth(true, "");
  }

  public static StorageHealth failing(String error) {
    return new StorageHealth(false, error);
  }
}
