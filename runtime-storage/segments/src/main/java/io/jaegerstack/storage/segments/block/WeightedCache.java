package io.jaegerstack.storage.segments.block;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What was used last, up to a weight. Safe for many threads; two of them may make one thing at the
/// same time.
public final class WeightedCache<K, V> {
  private static final int FIRST_CAPACITY = 16;
  private static final float LOAD = 0.75f;

  private final long most;
  private final ToLongFunction<V> weighing;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<K, V> kept = new LinkedHashMap<>(FIRST_CAPACITY, LOAD, true);
  private long weight;

  /// @param most weight of everything kept, bytes
  public WeightedCache(long most, ToLongFunction<V> weighing) {
    this.most = most;
    this.weighing = weighing;
  }

  public @Nullable V find(K key) {
    lock.lock();
    try {
      return kept.get(key);
    } finally {
      lock.unlock();
    }
  }

  public void keep(K key, V value) {
    lock.lock();
    try {
      V before = kept.put(key, value);
      weight += weighing.applyAsLong(value);
      if (before != null) {
        weight -= weighing.applyAsLong(before);
      }
      Iterator<V> oldest = kept.values().iterator();
      while (weight > most && oldest.hasNext()) {
        weight -= weighing.applyAsLong(oldest.next());
        oldest.remove();
      }
    } finally {
      lock.unlock();
    }
  }
}
