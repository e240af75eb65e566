package io.jaegerstack.storage.memory;

import io.jaegerstack.storage.segments.Shared;
import io.jaegerstack.storage.segments.Shelf;
import io.jaegerstack.storage.segments.Vault;
import io.jaegerstack.storage.segments.block.Block;
import io.jaegerstack.storage.segments.block.BlockCaches;
import io.jaegerstack.storage.segments.block.Index;
import io.jaegerstack.storage.segments.block.IndexFooter;
import io.jaegerstack.storage.segments.block.Pages;
import io.jaegerstack.storage.segments.block.Payload;
import io.jaegerstack.storage.segments.block.SealedBlock;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Blocks outside of the heap, the oldest first. Safe for several threads.
final class MemoryVault implements Vault {
  /// Objects of a block beside what its index says, bytes.
  private static final int OVERHEAD_BYTES = 400;

  /// A block that is there.
  ///
  /// @param bytes of memory, on and off the heap
  record Kept(Block block, Shared memory, long bytes) {}

  private final BlockCaches caches;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Kept> blocks = new ArrayDeque<>();

  /// Those that have been removed since somebody asked for a shelf: whoever has just been given
  /// them may not have begun to hold them.
  private final List<Kept> leaving = new ArrayList<>();

  MemoryVault(BlockCaches caches) {
    this.caches = caches;
  }

  @Override
  public Shelf shelf() {
    lock.lock();
    try {
      letGo();
      List<Kept> newestFirst = blocks.reversed().stream().toList();
      return new Shelf(
          newestFirst.stream().map(Kept::block).toList(),
          newestFirst.stream().map(Kept::memory).toList());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long nextPayloadAt() {
    return 0;
  }

  @Override
  public void keep(SealedBlock sealed, int journalEnd) throws IOException {
    byte[] all = sealed.index();
    var footer =
        IndexFooter.read(Arrays.copyOfRange(all, all.length - IndexFooter.BYTES, all.length));
    int pagesLength = (int) footer.metaAt();
    byte[] meta = Arrays.copyOfRange(all, pagesLength, pagesLength + footer.metaLength());
    Arena arena = Arena.ofShared();
    MemorySegment pages = copy(arena, all, pagesLength);
    MemorySegment payload = copy(arena, sealed.payload(), sealed.payload().length);
    var index = Index.open(footer, meta, checksums -> pages(pages));
    var block = new Block(index, payload(payload), caches);
    long size = OVERHEAD_BYTES + index.weight() + pagesLength + sealed.payload().length;
    lock.lock();
    try {
      blocks.add(new Kept(block, new Shared(arena::close), size));
    } finally {
      lock.unlock();
    }
  }

  private static MemorySegment copy(Arena arena, byte[] source, int length) {
    MemorySegment target = arena.allocate(Math.max(1, length));
    MemorySegment.copy(source, 0, target, ValueLayout.JAVA_BYTE, 0, length);
    return target;
  }

  private static Pages pages(MemorySegment all) {
    ByteBuffer buffer = all.asByteBuffer().asReadOnlyBuffer();
    return (at, length) -> buffer.slice((int) at, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Payload payload(MemorySegment all) {
    return (at, length) -> all.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /// Takes the oldest block away; its memory goes with the next shelf, under the same lock of the
  /// engine's as the view that is made of it.
  ///
  /// @return it; null where there is none
  @Nullable Block removeOldest() {
    lock.lock();
    try {
      Kept oldest = blocks.poll();
      if (oldest == null) {
        return null;
      }
      leaving.add(oldest);
      return oldest.block;
    } finally {
      lock.unlock();
    }
  }

  private void letGo() {
    leaving.forEach(kept -> kept.memory.release());
    leaving.clear();
  }

  /// Memory of those of the blocks that are in `shown`, bytes. One that has just been kept is shown
  /// as the head that it was, for a moment, and must not count twice.
  long bytes(List<Block> shown) {
    lock.lock();
    try {
      var all = new HashSet<>(shown);
      return blocks.stream().filter(kept -> all.contains(kept.block)).mapToLong(Kept::bytes).sum();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean tidy() {
    return false;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      letGo();
      blocks.forEach(kept -> kept.memory.release());
      blocks.clear();
    } finally {
      lock.unlock();
    }
  }
}
