package io.jaegerstack.storage.segments.vault;

import io.jaegerstack.storage.segments.block.DamagedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Keeps what it is told.
final class CountedEvents implements VaultEvents {
  final List<String> damages = new ArrayList<>();
  final List<IOException> failures = new ArrayList<>();
  final List<String> manifests = new ArrayList<>();
  private long removedSpans;

  synchronized long removedSpans() {
    return removedSpans;
  }

  /// Times that something was wrong.
  synchronized int told() {
    return damages.size() + failures.size();
  }

  @Override
  public synchronized void removed(String reason, long spans, long bytes) {
    removedSpans += spans;
  }

  @Override
  public synchronized void unreadable(String file, IOException why) {
    damages.add(file + ": " + why.getMessage());
  }

  @Override
  public synchronized void logDamaged(String file, int places) {
    damages.add("the log of " + file + ": " + places);
  }

  @Override
  public synchronized void manifestDamaged(String file) {
    manifests.add(file);
  }

  @Override
  public void duplicate() {}

  @Override
  public synchronized void damaged(DamagedException damage) {
    damages.add(String.valueOf(damage.getMessage()));
  }

  @Override
  public synchronized void failed(IOException failure) {
    failures.add(failure);
  }

  @Override
  public void recovered() {}
}
