package io.jaegerstack.storage;

import java.time.Duration;
import java.util.Map;
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

  /// Where computed dependencies are kept; nothing where [#dependencies()] computes them from spans
  /// whenever it is asked.
  default Optional<DependencyWriter> dependencyWriter() {
    return Optional.empty();
  }

  /// What dependencies are computed from; there where [#dependencyWriter()] is.
  default Optional<CallReader> calls() {
    return Optional.empty();
  }

  /// How processes agree on one of them; nothing where only one process uses the storage.
  default Optional<Leases> leases() {
    return Optional.empty();
  }

  /// Where adaptive sampling keeps what it knows.
  default Optional<SamplingStore> sampling() {
    return Optional.empty();
  }

  /// What commands do to the storage; nothing where there is nothing to be done.
  default Optional<Maintenance> maintenance() {
    return Optional.empty();
  }

  /// The storages behind this one, by tenant; itself under the empty name where it is not of
  /// several tenants. For what is done to each of them, not for a caller.
  default Map<String, Storage> tenants() {
    return Map.of("", this);
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
