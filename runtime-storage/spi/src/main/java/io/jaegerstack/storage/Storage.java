package io.jaegerstack.storage;

import java.time.Duration;
import java.util.Optional;

/// One storage, opened by its [StorageFactory]; safe for use by many threads.
///
/// Opening does no I/O that could fail because a server is away: a process comes up while its
/// storage is down, and [#check()] says so.
public interface Storage extends AutoCloseable {
  SpanWriter writer();

  SpanReader reader();

  DependencyReader dependencies();

  /// Where traces are kept for longer; nothing where this storage has no such place, or none is
  /// wanted. The same answer each time.
  default Optional<ArchiveStorage> archive() {
    return Optional.empty();
  }

  /// Returns where the storage can be read and written now.
  ///
  /// @throws StorageException saying what is wrong, with its [StorageException.Trouble]
  /// @throws HiddenStateException where nothing is known to be wrong, and not all of it can be seen
  void check();

  /// Stops trying again, waits for writes that are under way, but not longer than `atMost`, and
  /// lets go of all resources. Further calls do nothing.
  ///
  /// @return spans whose writes had no answer by then. Their writers are told that they failed, but
  ///   the process may end before they can count it, and the storage may have stored them
  long close(Duration atMost);

  /// The same without waiting for anything.
  @Override
  default void close() {
    close(Duration.ZERO);
  }
}
