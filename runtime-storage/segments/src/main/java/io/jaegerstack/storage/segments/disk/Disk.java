package io.jaegerstack.storage.segments.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file system. Nothing is ever renamed, and a file is written to by the start that made it only.
public interface Disk {
  /// What a directory has under a name.
  record Entry(String name, boolean isDirectory, long bytes) {}

  /// A lock, given back by closing it.
  interface Lock extends Closeable {
    /// @throws IOException where the file at the lock's path is not the one that is locked:
    ///   somebody took the directory away
    void check() throws IOException;
  }

  /// In no order; empty where there is no such directory.
  List<Entry> list(Path directory) throws IOException;

  /// With those above it; fine where it is there.
  void createDirectory(Path directory) throws IOException;

  /// A new file, for writing and reading.
  ///
  /// @throws IOException also where there is one of that name
  DiskFile create(Path file) throws IOException;

  /// For reading.
  DiskFile open(Path file) throws IOException;

  /// A file; fine where there is none.
  void delete(Path file) throws IOException;

  /// Returns once the directory's names, of files made and of files deleted, are on the disk.
  void syncDirectory(Path directory) throws IOException;

  /// Locks `file`, which is made where it is missing, until the lock is closed or the process ends;
  /// null where another has it.
  @Nullable Lock lock(Path file) throws IOException;
}
