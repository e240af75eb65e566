package io.jaegerstack.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Whether the process serves, and how that does which it needs. Not ready until told, and again
/// from the moment it is told to stop.
public final class Health {
  /// The storage's name among the dependencies.
  public static final String STORAGE = "storage";

  private final InstantSource clock;
  private final AtomicReference<Optional<Instant>> upSince =
      new AtomicReference<>(Optional.empty());
  private final Map<String, Supplier<DependencyHealth>> dependencies =
      new ConcurrentSkipListMap<>();
  private volatile Consumer<String> listener = name -> {};

  public Health(InstantSource clock) {
    this.clock = clock;
  }

  public static Health notReady() {
    return new Health(InstantSource.system());
  }

  public void ready() {
    upSince.compareAndSet(Optional.empty(), Optional.of(clock.instant()));
  }

  public void unready() {
    upSince.set(Optional.empty());
  }

  public boolean isReady() {
    return upSince.get().isPresent();
  }

  /// Says that the process needs `name`, and how to know how that does; the last to say so of a
  /// name counts. It is no part of [#isReady()]: a process whose storage is away holds what it has
  /// and says so, and nothing is won by sending clients elsewhere, or by starting it anew.
  public void dependsOn(String name, Supplier<DependencyHealth> state) {
    if (dependencies.put(name, state) == null) {
      listener.accept(name);
    }
  }

  /// Empty where the process does not need it, or has not looked yet.
  public Optional<DependencyHealth> dependency(String name) {
    return Optional.ofNullable(dependencies.get(name)).map(Supplier::get);
  }

  /// All that are known, by name.
  public SortedMap<String, DependencyHealth> dependencies() {
    var all = new TreeMap<String, DependencyHealth>();
    dependencies.forEach((name, state) -> all.put(name, state.get()));
    return all;
  }

  /// `heard` is told the name of every dependency, of those to come too. One listener; set while
  /// the process is wired.
  void onDependency(Consumer<String> heard) {
    listener = heard;
    dependencies.keySet().forEach(heard);
  }

  /// Jaeger's JSON, which its operators and scripts read.
  public String json() {
    return upSince
        .get()
        .map(
            since ->
                "{\"status\":\"Server available\",\"upSince\":\"%s\",\"uptime\":\"%s\"}"
                    .formatted(since, uptime(since)))
        .orElse(
            "{\"status\":\"Server not available\",\"upSince\":\"0001-01-01T00:00:00Z\",\"uptime\":\"\"}");
  }

  /// As Go prints a duration: `1h2m3.5s`, with every unit below the largest.
  private String uptime(Instant since) {
    Duration up = Duration.between(since, clock.instant());
    if (up.isNegative()) {
      return "0s";
    }
    String seconds =
        "%d.%09d".formatted(up.toSecondsPart(), up.getNano()).replaceAll("\\.?0+$", "") + "s";
    if (up.toMinutes() == 0) {
      return seconds;
    }
    return (up.toHours() == 0 ? "" : up.toHours() + "h") + up.toMinutesPart() + "m" + seconds;
  }

  /// A part that is started last and stopped first: ready exactly while everything before it runs.
  public Part part() {
    return new Part() {
      @Override
      public String name() {
        return "readiness";
      }

      @Override
      public void start() {
        ready();
      }

      @Override
      public void stop(Deadline deadline) {
        unready();
      }
    };
  }
}
