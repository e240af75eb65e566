package io.jaegerstack.storage;

import java.time.Duration;

/// One owner at a time for a name, among processes that share nothing but the storage. All methods
/// throw [StorageException], after which nothing is known about the lease.
///
/// A lease that is not renewed runs out, and a process cannot know for sure that its own has not:
/// whoever works under a lease must do nothing that is wrong when two do it.
public interface Leases {
  /// Takes the lease, or makes it last longer where `owner` has it already.
  ///
  /// @param duration how long others wait after the last call before they take it; at least one
  ///   second, and whole seconds count
  /// @return whether `owner` has it now
  boolean acquire(String name, String owner, Duration duration);

  /// Gives the lease back, so that nobody waits for its end. Nothing happens where `owner` does not
  /// have it.
  void release(String name, String owner);
}
