package io.jaegerstack.agent.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A disk in memory that keeps only what was synced, as strictly as POSIX allows: after a power
/// failure any part of what was written since, in units of 512 or 4,096 bytes, and any of the names
/// made and deleted since. Its operations fail when told to. Not for several threads.
final class SimulatedDisk implements SpillDisk {
  /// What has failed, for those who want to fail some and not others.
  enum Operation {
    LIST,
    MAKE_DIRECTORY,
    CREATE,
    OPEN,
    DELETE,
    SYNC_DIRECTORY,
    LOCK,
    WRITE,
    READ,
    SYNC,
    SIZE
  }

  /// Decides which operation fails.
  interface Faults {
    Faults NONE = operation -> false;

    boolean fails(Operation operation);
  }

  private record Write(int offset, byte[] bytes) {}

  private record Naming(Path path, @Nullable Node node) {}

  /// A file, or a directory where it has no bytes.
  private static final class Node {
    private final boolean isDirectory;
    private byte[] cached = {};
    private byte[] durable = {};
    private final List<Write> unsynced = new ArrayList<>();
    private long modifiedMillis;

    Node(boolean isDirectory) {
      this.isDirectory = isDirectory;
    }
  }

  private final SpillClock clock;
  private final Random random;
  private final Set<Path> locked = new HashSet<>();
  private final List<Naming> unsyncedNames = new ArrayList<>();
  private Map<Path, Node> names = new TreeMap<>();
  private Map<Path, Node> durableNames = new TreeMap<>();
  private Faults faults = Faults.NONE;
  private boolean readsShort;
  private long capacity = Long.MAX_VALUE;
  private int boots;
  private long failures;

  SimulatedDisk(SpillClock clock, Random random) {
    this.clock = clock;
    this.random = random;
  }

  /// Makes a directory that is there after every failure.
  void mount(Path directory) {
    for (Path each = directory; each != null; each = each.getParent()) {
      var node = new Node(true);
      names.put(each, node);
      durableNames.put(each, node);
    }
  }

  void faults(Faults next) {
    faults = next;
  }

  /// Reads give less than asked for, now and then.
  void readsShort(boolean is) {
    readsShort = is;
  }

  /// Bytes of all files from which on there is no space left.
  void capacity(long bytes) {
    capacity = bytes;
  }

  /// Operations that failed so far.
  long failures() {
    return failures;
  }

  /// The process ends, the machine does not.
  void kill() {
    locked.clear();
    boots++;
  }

  /// The machine ends.
  void losePower() {
    kill();
    for (Naming each : unsyncedNames) {
      if (random.nextBoolean()) {
        put(durableNames, each);
      }
    }
    unsyncedNames.clear();
    durableNames.keySet().removeIf(each -> !hasParents(each));
    names = new TreeMap<>(durableNames);
    int sector = random.nextBoolean() ? 512 : 4096;
    double survives = random.nextInt(5) / 4.0;
    names.values().forEach(each -> restart(each, sector, survives));
  }

  private boolean hasParents(Path path) {
    return path.getParent() == null
        || (durableNames.containsKey(path.getParent()) && hasParents(path.getParent()));
  }

  private void restart(Node node, int sector, double survives) {
    for (Write write : node.unsynced) {
      for (int from = 0; from < write.bytes().length; ) {
        int edge = (write.offset() + from) / sector * sector + sector - write.offset();
        int to = Math.min(write.bytes().length, edge);
        if (random.nextDouble() < survives) {
          node.durable =
              put(node.durable, write.offset() + from, Arrays.copyOfRange(write.bytes(), from, to));
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

  /// Turns one bit of a file whose name has `part` in it. Whether there was one.
  boolean flipBit(String part) {
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
    int at = random.nextInt(node.cached.length);
    int bit = 1 << random.nextInt(8);
    node.cached[at] ^= (byte) bit;
    if (at < node.durable.length) {
      node.durable[at] ^= (byte) bit;
    }
    return true;
  }

  /// Puts a file there, whole and durable.
  void put(Path file, byte[] bytes) {
    var node = new Node(false);
    node.cached = bytes.clone();
    node.durable = bytes.clone();
    node.modifiedMillis = clock.wallMillis();
    names.put(file, node);
    durableNames.put(file, node);
  }

  /// What a file has now.
  byte[] bytes(Path file) {
    Node node = names.get(file);
    return node == null ? new byte[0] : node.cached.clone();
  }

  /// Every file, directories not.
  List<Path> files() {
    return names.entrySet().stream()
        .filter(each -> !each.getValue().isDirectory)
        .map(Map.Entry::getKey)
        .toList();
  }

  long usedBytes() {
    return names.values().stream().mapToLong(each -> each.cached.length).sum();
  }

  private void begin(Operation operation) throws IOException {
    if (faults.fails(operation)) {
      failures++;
      throw new IOException("input/output error: " + operation);
    }
  }

  private void name(Path path, @Nullable Node node) {
    var naming = new Naming(path, node);
    put(names, naming);
    unsyncedNames.add(naming);
  }

  @Override
  public List<Entry> list(Path directory) throws IOException {
    begin(Operation.LIST);
    var entries = new ArrayList<Entry>();
    names.forEach(
        (path, node) -> {
          if (directory.equals(path.getParent())) {
            String name = path.getFileName().toString();
            entries.add(new Entry(name, node.isDirectory, node.cached.length, node.modifiedMillis));
          }
        });
    return entries;
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    begin(Operation.MAKE_DIRECTORY);
    if (!names.containsKey(directory)) {
      name(directory, new Node(true));
    }
  }

  @Override
  public SpillFile create(Path file) throws IOException {
    begin(Operation.CREATE);
    if (names.containsKey(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    var node = new Node(false);
    node.modifiedMillis = clock.wallMillis();
    name(file, node);
    return new Open(node, boots);
  }

  @Override
  public SpillFile open(Path file) throws IOException {
    begin(Operation.OPEN);
    Node node = names.get(file);
    if (node == null) {
      throw new NoSuchFileException(file.toString());
    }
    return new Open(node, boots);
  }

  @Override
  public void delete(Path path) throws IOException {
    begin(Operation.DELETE);
    if (names.containsKey(path)) {
      name(path, null);
    }
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    begin(Operation.SYNC_DIRECTORY);
    unsyncedNames.removeIf(
        each -> {
          boolean isHere = directory.equals(each.path().getParent());
          if (isHere) {
            put(durableNames, each);
          }
          return isHere;
        });
  }

  @Override
  public @Nullable SpillLock lock(Path file) throws IOException {
    begin(Operation.LOCK);
    if (!names.containsKey(file)) {
      name(file, new Node(false));
    }
    int boot = boots;
    return locked.add(file) ? () -> unlock(file, boot) : null;
  }

  private void unlock(Path file, int boot) {
    if (boot == boots) {
      locked.remove(file);
    }
  }

  private final class Open implements SpillFile {
    private final Node node;
    private final int boot;

    Open(Node node, int boot) {
      this.node = node;
      this.boot = boot;
    }

    private void begin(Operation operation) throws IOException {
      if (boot != boots) {
        throw new IllegalStateException("a file of a process that has ended");
      }
      SimulatedDisk.this.begin(operation);
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      var all = new byte[bytes.remaining()];
      bytes.duplicate().get(all);
      try {
        begin(Operation.WRITE);
        if (usedBytes() + all.length > capacity) {
          failures++;
          throw new IOException("no space left on device");
        }
      } catch (IOException partly) {
        put(Arrays.copyOf(all, random.nextInt(all.length + 1)), (int) position);
        throw partly;
      }
      put(all, (int) position);
    }

    private void put(byte[] bytes, int position) {
      node.cached = SimulatedDisk.put(node.cached, position, bytes);
      node.unsynced.add(new Write(position, bytes));
      node.modifiedMillis = clock.wallMillis();
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      begin(Operation.READ);
      int left = node.cached.length - (int) position;
      if (left <= 0) {
        return -1;
      }
      int count = Math.min(left, into.remaining());
      if (readsShort && count > 1) {
        count = 1 + random.nextInt(count);
      }
      into.put(node.cached, (int) position, count);
      return count;
    }

    /// A failure makes the kernel forget that the pages were dirty: they are not written later.
    @Override
    public void sync() throws IOException {
      try {
        begin(Operation.SYNC);
      } catch (IOException failed) {
        node.unsynced.clear();
        throw failed;
      }
      node.durable = synced();
      node.unsynced.clear();
    }

    private byte[] synced() {
      byte[] result = node.durable;
      for (Write each : node.unsynced) {
        result = SimulatedDisk.put(result, each.offset(), each.bytes());
      }
      return result;
    }

    @Override
    public long size() throws IOException {
      begin(Operation.SIZE);
      return node.cached.length;
    }

    @Override
    public void close() {}
  }
}
