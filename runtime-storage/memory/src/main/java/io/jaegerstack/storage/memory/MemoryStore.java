package io.jaegerstack.storage.memory;

import io.jaegerstack.storage.segments.Engine;
import io.jaegerstack.storage.segments.View;
import io.jaegerstack.storage.segments.block.Block;
import io.jaegerstack.storage.segments.search.Contents;
import java.util.concurrent.locks.ReentrantLock;

/// An engine whose oldest blocks leave when there is too much.
final class MemoryStore {
  /// How much is stored now; a trace that is in two blocks counts twice.
  record Size(int traces, long spans, long bytes) {}

  private final Engine engine;
  private final MemoryVault vault;
  private final Bounds bounds;
  private final MemoryMetrics metrics;
  private final ReentrantLock leaving = new ReentrantLock();

  MemoryStore(Engine engine, MemoryVault vault, Bounds bounds, MemoryMetrics metrics) {
    this.engine = engine;
    this.vault = vault;
    this.bounds = bounds;
    this.metrics = metrics;
  }

  /// Adds a frame of `spans` spans, and lets the oldest go where that is too much.
  void add(byte[] frame, int spans) {
    engine.appendInParts(frame, spans);
    leaving.lock();
    try {
      keepBounds();
    } finally {
      leaving.unlock();
    }
  }

  private void keepBounds() {
    for (Size size = size(); size.bytes > bounds.maxBytes(); size = size()) {
      if (!evict("max-bytes")) {
        return;
      }
    }
    while (size().traces > bounds.maxTraces()) {
      if (!evict("max-traces")) {
        return;
      }
    }
  }

  /// Full heads are sealed first: a head that waits is newer than every block.
  private boolean evict(String reason) {
    Block oldest = vault.removeOldest();
    if (oldest == null) {
      return engine.hasWaiting() && engine.awaitSealed();
    }
    engine.showShelf();
    metrics.evicted(reason, oldest.index().traceCount(), oldest.index().spans());
    return true;
  }

  Size size() {
    try (View view = engine.view()) {
      Contents contents = view.contents();
      int traces = 0;
      long spans = 0;
      long bytes = vault.bytes(contents.blocks());
      for (var head : contents.heads()) {
        traces += head.traceCount();
        spans += head.size();
        bytes += head.bytes();
      }
      for (Block block : contents.blocks()) {
        traces += block.index().traceCount();
        spans += block.index().spans();
      }
      return new Size(traces, spans, bytes);
    }
  }
}
