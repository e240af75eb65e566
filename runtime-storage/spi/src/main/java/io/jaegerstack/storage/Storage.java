package io.jaegerstack.storage;

/// One storage, opened by its [StorageFactory]; safe for use by many threads.
///
/// Opening does no I/O that could fail because a server is away: a process comes up while its
/// storage is down, and [#check()] says so.
public interface Storage extends AutoCloseable {
  SpanWriter writer();

  SpanReader reader();

  DependencyReader dependencies();

  /// Returns where the storage can be read and written now.
  ///
  /// @throws StorageException saying what is wrong
  void check();

  /// Flushes what is written and lets go of all resources; further calls do nothing.
  @Override
  void close();
}
