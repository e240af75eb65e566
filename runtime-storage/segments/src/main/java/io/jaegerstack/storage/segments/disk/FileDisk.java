package io.jaegerstack.storage.segments.disk;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The file system of the process. What is made here is for its user alone, whatever the umask: it
/// holds spans.
public final class FileDisk implements Disk {
  private static final FileAttribute<?>[] DIRECTORY = onlyFor("rwx------");
  private static final FileAttribute<?>[] FILE = onlyFor("rw-------");

  /// Bytes for one call of the kernel. The JDK copies heap to a buffer outside of the heap that has
  /// the call's size and that it keeps for the thread.
  private static final int CALL_BYTES = 128 * 1024;

  /// Of this process. The kernel's locks are a process's: closing any other channel of a locked
  /// file would give the lock away, so a locked file is not opened a second time.
  private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

  private static FileAttribute<?>[] onlyFor(String permissions) {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    var set = PosixFilePermissions.fromString(permissions);
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
  }

  @Override
  public List<Entry> list(Path directory) throws IOException {
    var entries = new ArrayList<Entry>();
    try (var names = Files.newDirectoryStream(directory)) {
      for (Path each : names) {
        entry(each).ifPresent(entries::add);
      }
    } catch (NoSuchFileException absent) {
      return List.of();
    } catch (DirectoryIteratorException failed) {
      throw failed.getCause();
    }
    return entries;
  }

  /// Empty where it is gone meanwhile: that says nothing of the directory. Links are not followed.
  private static Optional<Entry> entry(Path path) throws IOException {
    try {
      var seen = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return Optional.of(new Entry(path.getFileName().toString(), seen.isDirectory(), seen.size()));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, DIRECTORY);
    }
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    return new Open(
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ),
            FILE));
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return new Open(FileChannel.open(file, StandardOpenOption.READ));
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public @Nullable Lock lock(Path file) throws IOException {
    Path directory = requireNonNull(file.toAbsolutePath().getParent(), "a file's directory");
    Path real = directory.toRealPath().resolve(file.getFileName());
    if (!LOCKED.add(real)) {
      return null;
    }
    try {
      FileChannel locked = lockedByProcess(real);
      if (locked != null) {
        return new Held(real, locked, identity(real));
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

  /// What tells a file from another one of its name; null where the file system has nothing.
  private static @Nullable Object identity(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private record Held(Path file, FileChannel channel, @Nullable Object identity) implements Lock {
    @Override
    public void check() throws IOException {
      try {
        if (Objects.equals(identity, FileDisk.identity(file))) {
          return;
        }
      } catch (NoSuchFileException gone) {
        throw new IOException(file + " is gone, expected the file that is locked", gone);
      }
      throw new IOException(file + " is another file than the one that is locked");
    }

    @Override
    public void close() throws IOException {
      try {
        channel.close();
      } finally {
        LOCKED.remove(file);
      }
    }
  }

  private record Open(FileChannel channel) implements DiskFile {
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
