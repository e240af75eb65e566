package io.jaegerstack.storage.segments;

import io.jaegerstack.storage.segments.search.Contents;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The contents of an engine at one moment. Closing it says that one reader has ended.
public final class View implements AutoCloseable {
  private final Contents contents;
  private final List<Shared> shared;

  /// The engine while this is the newest one, and each reader.
  private final AtomicInteger readers = new AtomicInteger(1);

  View(Contents contents, List<Shared> shared) {
    this.contents = contents;
    this.shared = shared;
    shared.forEach(Shared::hold);
  }

  public Contents contents() {
    return contents;
  }

  /// False where everybody has left: there is a newer view then.
  boolean enter() {
    while (true) {
      int now = readers.get();
      if (now == 0) {
        return false;
      }
      if (readers.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  @Override
  public void close() {
    if (readers.decrementAndGet() == 0) {
      shared.forEach(Shared::release);
    }
  }
}
