package io.jaegerstack.storage.segments.vault;

import io.jaegerstack.storage.segments.disk.Disk;
import io.jaegerstack.storage.segments.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A disk in memory that keeps only what was synced, as strictly as POSIX allows: after a power
/// failure any part of what was written since, in units of 512 or 4,096 bytes, and any of the names
/// made and deleted since. Its operations fail when told to. Directories are there always.
final class SimulatedDisk {
  /// Decides what becomes of an operation, by its number from 1 on.
  interface Faults {
    Faults NONE = operation -> {};

    void before(int operation) throws IOException;
  }

  private record Write(int offset, byte[] bytes) {}

  private record Naming(Path path, @Nullable Node node) {}

  private static final class Node {
    private byte[] cached = {};
    private byte[] durable = {};
    private final List<Write> unsynced = new ArrayList<>();
  }

  private final Random random;
  private final List<Naming> unsyncedNames = new ArrayList<>();
  private Map<Path, Node> names = new TreeMap<>();
  private Map<Path, Node> durableNames = new TreeMap<>();
  private Faults faults = Faults.NONE;
  private long capacity = Long.MAX_VALUE;
  private boolean isLocked;
  private int boot;
  private int operations;

  SimulatedDisk(Random random) {
    this.random = random;
  }

  synchronized void faults(Faults next) {
    faults = next;
    operations = 0;
  }

  /// Bytes of all files from which on there is no space left.
  synchronized void capacity(long bytes) {
    capacity = bytes;
  }

  /// Bytes of all files.
  synchronized long bytes() {
    return names.values().stream().mapToLong(each -> each.cached.length).sum();
  }

  synchronized int operations() {
    return operations;
  }

  /// The process ends, the machine does not: what it does from now on has no effect.
  synchronized void kill() {
    isLocked = false;
    boot++;
    faults = Faults.NONE;
  }

  /// The machine ends.
  synchronized void losePower() {
    kill();
    for (Naming each : unsyncedNames) {
      if (random.nextBoolean()) {
        put(durableNames, each);
      }
    }
    unsyncedNames.clear();
    names = new TreeMap<>(durableNames);
    int sector = random.nextBoolean() ? 512 : 4096;
    double survives = random.nextInt(5) / 4.0;
    names.values().forEach(each -> restart(each, sector, survives));
  }

  private void restart(Node node, int sector, double survives) {
    for (Write write : node.unsynced) {
      for (int from = 0; from < write.bytes().length; ) {
        int edge = (write.offset() + from) / sector * sector + sector - write.offset();
        int to = Math.min(write.bytes().length, edge);
        if (random.nextDouble() < survives) {
          byte[] part = Arrays.copyOfRange(write.bytes(), from, to);
          node.durable = put(node.durable, write.offset() + from, part);
        }
        from = to;
      }
    }
    node.unsynced.clear();
    node.cached = node.durable.clone();
  }

  private static byte[] put(byte[] into, int offset, byte[] bytes) {
    byte[] result = Arrays.copyOf(into, Math.max(into.length, offset + bytes.length));
    System.arraycopy(bytes, 0, result, offset, bytes.length);
    return result;
  }

  private static void put(Map<Path, Node> names, Naming naming) {
    if (naming.node() == null) {
      names.remove(naming.path());
    } else {
      names.put(naming.path(), naming.node());
    }
  }

  /// Turns one bit of a file whose name has `part` in it; false where there is none.
  synchronized boolean flipBit(String part) {
    List<Node> candidates =
        names.entrySet().stream()
            .filter(each -> each.getKey().toString().contains(part))
            .map(Map.Entry::getValue)
            .filter(each -> each.cached.length > 0)
            .toList();
    if (candidates.isEmpty()) {
      return false;
    }
    Node node = candidates.get(random.nextInt(candidates.size()));
    node.cached[random.nextInt(node.cached.length)] ^= (byte) (1 << random.nextInt(8));
    node.durable = node.cached.clone();
    return true;
  }

  synchronized List<String> files() {
    return names.keySet().stream().map(path -> path.getFileName().toString()).toList();
  }

  /// Puts a file there, whole and durable.
  synchronized void put(Path file, byte[] bytes) {
    var node = new Node();
    node.cached = bytes.clone();
    node.durable = bytes.clone();
    names.put(file, node);
    durableNames.put(file, node);
  }

  /// The disk as a process sees it that starts now.
  synchronized Disk session() {
    return new Session(boot);
  }

  /// Of one process.
  private final class Session implements Disk {
    private final int own;

    Session(int own) {
      this.own = own;
    }

    private void step() throws IOException {
      if (own != boot) {
        throw new IOException("the process has ended");
      }
      faults.before(++operations);
      if (own != boot) {
        throw new IOException("the process has ended");
      }
    }

    @Override
    public List<Entry> list(Path directory) throws IOException {
      synchronized (SimulatedDisk.this) {
        step();
        return names.entrySet().stream()
            .filter(each -> directory.equals(each.getKey().getParent()))
            .map(
                each ->
                    new Entry(
                        each.getKey().getFileName().toString(),
                        false,
                        each.getValue().cached.length))
            .toList();
      }
    }

    @Override
    public void createDirectory(Path directory) {}

    @Override
    public DiskFile create(Path file) throws IOException {
      synchronized (SimulatedDisk.this) {
        step();
        if (names.containsKey(file)) {
          throw new FileAlreadyExistsException(file.toString());
        }
        var node = new Node();
        names.put(file, node);
        unsyncedNames.add(new Naming(file, node));
        return new Open(this, node);
      }
    }

    @Override
    public DiskFile open(Path file) throws IOException {
      synchronized (SimulatedDisk.this) {
        step();
        Node node = names.get(file);
        if (node == null) {
          throw new NoSuchFileException(file.toString());
        }
        return new Open(this, node);
      }
    }

    @Override
    public void delete(Path file) throws IOException {
      synchronized (SimulatedDisk.this) {
        step();
        if (names.remove(file) != null) {
          unsyncedNames.add(new Naming(file, null));
        }
      }
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
      synchronized (SimulatedDisk.this) {
        step();
        unsyncedNames.forEach(each -> put(durableNames, each));
        unsyncedNames.clear();
      }
    }

    @Override
    public @Nullable Lock lock(Path file) throws IOException {
      synchronized (SimulatedDisk.this) {
        step();
        if (isLocked) {
          return null;
        }
        isLocked = true;
        return new Lock() {
          @Override
          public void check() {}

          @Override
          public void close() {
            synchronized (SimulatedDisk.this) {
              if (own == boot) {
                isLocked = false;
              }
            }
          }
        };
      }
    }
  }

  /// A file of a session.
  private final class Open implements DiskFile {
    private final Session session;
    private final Node node;

    Open(Session session, Node node) {
      this.session = session;
      this.node = node;
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      synchronized (SimulatedDisk.this) {
        byte[] content = new byte[bytes.remaining()];
        bytes.duplicate().get(content);
        try {
          session.step();
        } catch (IOException failed) {
          if (session.own == boot) {
            apply(Arrays.copyOf(content, random.nextInt(content.length + 1)), (int) position);
          }
          throw failed;
        }
        if (SimulatedDisk.this.bytes() + content.length > capacity) {
          throw new IOException("No space left on device");
        }
        apply(content, (int) position);
      }
    }

    private void apply(byte[] content, int position) {
      node.cached = put(node.cached, position, content);
      node.unsynced.add(new Write(position, content));
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      synchronized (SimulatedDisk.this) {
        session.step();
        if (position >= node.cached.length) {
          return -1;
        }
        int most = (int) Math.min(into.remaining(), node.cached.length - position);
        int count = random.nextInt(8) == 0 ? 1 + random.nextInt(most) : most;
        into.put(node.cached, (int) position, count);
        return count;
      }
    }

    /// What a failed one was to sync is forgotten: the next one succeeds without it.
    @Override
    public void sync() throws IOException {
      synchronized (SimulatedDisk.this) {
        try {
          session.step();
        } catch (IOException failed) {
          if (session.own == boot) {
            node.unsynced.removeIf(each -> random.nextBoolean());
          }
          throw failed;
        }
        for (Write each : node.unsynced) {
          node.durable = put(node.durable, each.offset(), each.bytes());
        }
        node.unsynced.clear();
      }
    }

    @Override
    public long size() throws IOException {
      synchronized (SimulatedDisk.this) {
        session.step();
        return node.cached.length;
      }
    }

    @Override
    public void close() {}
  }
}
