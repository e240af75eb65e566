package io.jaegerstack.agent.spill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the log asks of a file system, and no more: so that a test can be the file system that
/// loses power. Nothing is ever renamed, and no file is written to by two starts of an agent.
interface SpillDisk {
  /// What a directory has under a name.
  ///
  /// @param modifiedMillis when it was last written to, by the file system's clock
  record Entry(String name, boolean isDirectory, long bytes, long modifiedMillis) {}

  /// In no order; empty where there is no such directory.
  List<Entry> list(Path directory) throws IOException;

  /// With those above it; fine where it is there.
  void createDirectory(Path directory) throws IOException;

  /// A new file, for writing and reading.
  ///
  /// @throws IOException also where there is one of that name
  SpillFile create(Path file) throws IOException;

  /// For reading.
  SpillFile open(Path file) throws IOException;

  /// A file, or an empty directory; fine where there is none.
  void delete(Path path) throws IOException;

  /// Returns once the directory's names, of files made and of files deleted, are on the disk.
  void syncDirectory(Path directory) throws IOException;

  /// Locks `file`, which is made where it is missing, until the lock is closed or the process ends;
  /// null where another has it.
  @Nullable SpillLock lock(Path file) throws IOException;
}
