package io.jaegerstack.agent.spill;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file system of the process. What is made here is for its user alone, whatever the umask: it
/// holds spans.
final class FileDisk implements SpillDisk {
  private static final Logger LOG = LoggerFactory.getLogger(FileDisk.class);
  private static final FileAttribute<?>[] DIRECTORY = onlyFor("rwx------");
  private static final FileAttribute<?>[] FILE = onlyFor("rw-------");

  /// Bytes for one call of the kernel. The JDK copies heap to a buffer outside of the heap that has
  /// the call's size and that it keeps for the thread.
  private static final int CALL_BYTES = 64 * 1024;

  /// Of this process. The kernel's locks are a process's: closing any other channel of a locked
  /// file would give the lock away, so a locked file is not opened a second time.
  private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

  private static FileAttribute<?>[] onlyFor(String permissions) {
    if (!isPosix()) {
      return new FileAttribute<?>[0];
    }
    var set = PosixFilePermissions.fromString(permissions);
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  @Override
  public List<Entry> list(Path directory) throws IOException {
    var entries = new ArrayList<Entry>();
    try (var names = Files.newDirectoryStream(directory)) {
      for (Path each : names) {
        entry(each, entries);
      }
    } catch (NoSuchFileException absent) {
      return List.of();
    }
    return entries;
  }

  private static void entry(Path path, List<Entry> entries) throws IOException {
    try {
      var seen = Files.readAttributes(path, BasicFileAttributes.class);
      entries.add(
          new Entry(
              path.getFileName().toString(),
              seen.isDirectory(),
              seen.size(),
              seen.lastModifiedTime().toMillis()));
    } catch (NoSuchFileException deleted) {
      // Between the listing and the look: another agent tidies up.
    }
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    boolean isNew = !Files.exists(directory);
    Files.createDirectories(directory, DIRECTORY);
    if (isNew && isPosix() && !isPrivate(directory)) {
      LOG.warn("others may read the spans in directory=\"{}\"", directory);
    }
  }

  /// Some file systems have permissions of their own.
  private static boolean isPrivate(Path directory) throws IOException {
    Set<PosixFilePermission> is = Files.getPosixFilePermissions(directory);
    return !is.contains(PosixFilePermission.GROUP_EXECUTE)
        && !is.contains(PosixFilePermission.OTHERS_EXECUTE);
  }

  @Override
  public SpillFile create(Path file) throws IOException {
    return new Open(
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ),
            FILE));
  }

  @Override
  public SpillFile open(Path file) throws IOException {
    return new Open(FileChannel.open(file, StandardOpenOption.READ));
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public @Nullable SpillLock lock(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path real =
        requireNonNull(directory, "a file's directory").toRealPath().resolve(file.getFileName());
    if (!LOCKED.add(real)) {
      return null;
    }
    try {
      FileChannel locked = lockedByProcess(real);
      if (locked != null) {
        return () -> unlock(real, locked);
      }
    } catch (IOException failed) {
      LOCKED.remove(real);
      throw failed;
    }
    LOCKED.remove(real);
    return null;
  }

  private static @Nullable FileChannel lockedByProcess(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), FILE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (IOException failed) {
      channel.close();
      throw failed;
    }
    channel.close();
    return null;
  }

  private static void unlock(Path file, FileChannel locked) throws IOException {
    try {
      locked.close();
    } finally {
      LOCKED.remove(file);
    }
  }

  private record Open(FileChannel channel) implements SpillFile {
    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      ByteBuffer rest = bytes.duplicate();
      long at = position;
      while (rest.hasRemaining()) {
        ByteBuffer call = rest.slice(rest.position(), Math.min(CALL_BYTES, rest.remaining()));
        int count = channel.write(call, at);
        rest.position(rest.position() + count);
        at += count;
      }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      ByteBuffer call = into.slice(into.position(), Math.min(CALL_BYTES, into.remaining()));
      int count = channel.read(call, position);
      into.position(into.position() + Math.max(0, count));
      return count;
    }

    @Override
    public void sync() throws IOException {
      channel.force(false);
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
