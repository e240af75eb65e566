package io.jaegerstack.faults.proxy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// What happened at a proxy, in order, and how often each fault fired.
public final class FaultLog {
  /// Lines kept; scenarios have far fewer.
  private static final int MOST_LINES = 100_000;

  private final long startNanos = System.nanoTime();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Map<String, AtomicLong> fired = new ConcurrentHashMap<>();

  void say(String what) {
    if (lines.size() < MOST_LINES) {
      lines.add("%10.3f %s".formatted((System.nanoTime() - startNanos) / 1e9, what));
    }
  }

  void fired(Object fault) {
    fired.computeIfAbsent(name(fault), name -> new AtomicLong()).incrementAndGet();
    say("fault " + fault);
  }

  private static String name(Object fault) {
    return fault.getClass().getSimpleName();
  }

  /// How often faults of this kind fired.
  public long fired(Class<?> kind) {
    AtomicLong count = fired.get(kind.getSimpleName());
    return count == null ? 0 : count.get();
  }

  /// How often any fault fired.
  public long fired() {
    return fired.values().stream().mapToLong(AtomicLong::get).sum();
  }

  /// Seconds since the proxy began, and what happened.
  public List<String> lines() {
    return List.copyOf(lines);
  }
}
