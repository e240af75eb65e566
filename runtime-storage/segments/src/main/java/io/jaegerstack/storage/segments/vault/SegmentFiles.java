package io.jaegerstack.storage.segments.vault;

import io.jaegerstack.storage.segments.Shared;
import io.jaegerstack.storage.segments.block.Block;
import io.jaegerstack.storage.segments.block.BlockCaches;
import io.jaegerstack.storage.segments.block.Index;
import io.jaegerstack.storage.segments.block.IndexFooter;
import io.jaegerstack.storage.segments.block.Payload;
import io.jaegerstack.storage.segments.disk.Disk;
import io.jaegerstack.storage.segments.disk.DiskFile;
import io.jaegerstack.storage.segments.disk.PageCache;
import io.jaegerstack.storage.segments.disk.PagedFile;
import io.jaegerstack.storage.segments.vault.Manifest.IndexEntry;
import io.jaegerstack.storage.segments.vault.Manifest.SegmentEntry;
import io.jaegerstack.storage.segments.vault.Segment.OpenIndex;
import io.jaegerstack.storage.segments.vault.Segment.SpansFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Opens, writes and deletes the files of segments.
final class SegmentFiles {
  private final Disk disk;
  private final Path directory;
  private final PageCache pages;
  private final BlockCaches caches;
  private final VaultEvents events;

  /// Names of files that do not count any more and are to be deleted when nobody reads them.
  private final Set<String> leaving = ConcurrentHashMap.newKeySet();

  SegmentFiles(Disk disk, Path directory, PageCache pages, BlockCaches caches, VaultEvents events) {
    this.disk = disk;
    this.directory = directory;
    this.pages = pages;
    this.caches = caches;
    this.events = events;
  }

  /// The file of `name` goes when its last reader does.
  void leaves(String name) {
    leaving.add(name);
  }

  private Shared shared(DiskFile file, String name) {
    var isEnded = new AtomicBoolean();
    return new Shared(
        () -> {
          if (isEnded.compareAndSet(false, true)) {
            end(file, name);
          }
        });
  }

  private void end(DiskFile file, String name) {
    try {
      file.close();
      if (leaving.remove(name)) {
        disk.delete(directory.resolve(name));
      }
    } catch (IOException leftBehind) {
      // The next start deletes what the manifest does not name.
      events.failed(leftBehind);
    }
  }

  /// A new file of spans, whose name is on the disk when this returns.
  SpansFile createSpans(int number) throws IOException {
    String name = FileNames.spans(number);
    DiskFile file = disk.create(directory.resolve(name));
    try {
      disk.syncDirectory(directory);
    } catch (IOException failed) {
      undo(file, name, failed);
      throw failed;
    }
    return spans(file, name);
  }

  private SpansFile spans(DiskFile file, String name) {
    Payload payload = file::read;
    return new SpansFile(file, payload, shared(file, name));
  }

  /// Writes a whole index, and opens it.
  OpenIndex writeIndex(int number, byte[] bytes, SpansFile spans) throws IOException {
    String name = FileNames.index(number);
    DiskFile file = disk.create(directory.resolve(name));
    try {
      file.write(ByteBuffer.wrap(bytes), 0);
      return synced(file, name, bytes.length, spans);
    } catch (IOException failed) {
      undo(file, name, failed);
      throw failed;
    }
  }

  /// Writes an index bit by bit.
  interface IndexContent {
    long writeTo(DiskFile file) throws IOException;
  }

  OpenIndex writeIndex(int number, IndexContent content, SpansFile spans) throws IOException {
    String name = FileNames.index(number);
    DiskFile file = disk.create(directory.resolve(name));
    try {
      return synced(file, name, content.writeTo(file), spans);
    } catch (IOException failed) {
      undo(file, name, failed);
      throw failed;
    }
  }

  /// Takes a file away that no manifest names: on a disk that is full each try would leave one.
  private void undo(DiskFile file, String name, IOException why) {
    try {
      file.close();
      disk.delete(directory.resolve(name));
    } catch (IOException leftBehind) {
      why.addSuppressed(leftBehind);
    }
  }

  private OpenIndex synced(DiskFile file, String name, long length, SpansFile spans)
      throws IOException {
    file.sync();
    disk.syncDirectory(directory);
    return index(file, name, length, spans);
  }

  private OpenIndex index(DiskFile file, String name, long length, SpansFile spans)
      throws IOException {
    var footer = IndexFooter.read(file.read(length - IndexFooter.BYTES, IndexFooter.BYTES));
    byte[] meta = file.read(footer.metaAt(), footer.metaLength());
    Index index =
        Index.open(
            footer,
            meta,
            checksums -> new PagedFile(file, name, checksums, footer.metaAt(), pages));
    return new OpenIndex(new Block(index, spans.payload(), caches), shared(file, name));
  }

  /// Opens what a manifest names. What cannot be read is told, and left out.
  Segment open(SegmentEntry entry) {
    SpansFile spans = openSpans(entry.number());
    var indexes = new ArrayList<@Nullable OpenIndex>();
    for (IndexEntry index : entry.indexes()) {
      indexes.add(spans == null ? null : openIndex(index, spans));
    }
    return new Segment(entry, entry.newestMillis(), spans, indexes);
  }

  private @Nullable SpansFile openSpans(int number) {
    String name = FileNames.spans(number);
    try {
      return spans(disk.open(directory.resolve(name)), name);
    } catch (IOException unreadable) {
      events.unreadable(name, unreadable);
      return null;
    }
  }

  private @Nullable OpenIndex openIndex(IndexEntry entry, SpansFile spans) {
    String name = FileNames.index(entry.number());
    try {
      DiskFile file = disk.open(directory.resolve(name));
      try {
        return index(file, name, entry.length(), spans);
      } catch (IOException unreadable) {
        file.close();
        throw unreadable;
      }
    } catch (IOException unreadable) {
      events.unreadable(name, unreadable);
      return null;
    }
  }
}
