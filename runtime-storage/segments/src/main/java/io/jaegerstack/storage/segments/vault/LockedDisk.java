package io.jaegerstack.storage.segments.vault;

import io.jaegerstack.storage.segments.disk.Disk;
import io.jaegerstack.storage.segments.disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A disk of whoever holds the lock: where another directory has come to the path, whose lock is
/// another's, nothing is made in it and nothing of it is deleted.
record LockedDisk(Disk disk, Disk.Lock lock) implements Disk {
  @Override
  public List<Entry> list(Path directory) throws IOException {
    return disk.list(directory);
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    lock.check();
    disk.createDirectory(directory);
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    lock.check();
    return disk.create(file);
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return disk.open(file);
  }

  @Override
  public void delete(Path file) throws IOException {
    lock.check();
    disk.delete(file);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    disk.syncDirectory(directory);
  }

  @Override
  public @Nullable Lock lock(Path file) throws IOException {
    return disk.lock(file);
  }
}
