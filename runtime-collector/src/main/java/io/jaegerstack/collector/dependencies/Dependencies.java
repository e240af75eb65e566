package io.jaegerstack.collector.dependencies;

import io.jaegerstack.collector.dependencies.DependencyWork.Lead;
import io.jaegerstack.collector.dependencies.DependencyWork.Ports;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.server.VirtualThreads;
import io.jaegerstack.settings.DependencySettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The collector's thread that computes dependencies, where this collector is the leader; nothing
/// where the storage computes them itself, or they are switched off.
///
/// It never works for longer than it rests, so that what collectors write comes first.
public final class Dependencies implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(Dependencies.class);

  /// Long enough for a pause of the process, short enough that a dead leader is not missed.
  private static final Duration LEASE = Duration.ofSeconds(60);

  /// Between two looks at the lease: who takes over waits for the lease's end and this.
  private static final Duration TICK = Duration.ofSeconds(15);

  private final List<DependencyWork> works;
  private final DependencyFigures figures;
  private final Duration tick;
  private final CountDownLatch stopping;
  private final RateLimitedLog failures =
      new RateLimitedLog(LOG, Duration.ofMinutes(5), System::nanoTime);
  private @Nullable Thread thread;

  private Dependencies(
      List<DependencyWork> works,
      DependencyFigures figures,
      Duration tick,
      CountDownLatch stopping) {
    this.works = List.copyOf(works);
    this.figures = figures;
    this.tick = tick;
    this.stopping = stopping;
  }

  /// For the storage of a process; nothing to start where there is nothing to be computed.
  ///
  /// @param host this process's name among the collectors, for logs and the lease's document
  public static List<Part> of(
      SettingValues settings, Storage storage, String host, Metrics metrics) {
    if (!settings.value(DependencySettings.ENABLED) || computed(storage).isEmpty()) {
      return List.of();
    }
    var clock = Clock.systemUTC();
    var windows =
        new Windows(
            settings.value(DependencySettings.INTERVAL),
            settings.value(DependencySettings.DELAY),
            settings.value(DependencySettings.CATCH_UP));
    String owner = host + "-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    var figures = new DependencyFigures(metrics, clock);
    var works = new ArrayList<DependencyWork>();
    var stopping = new CountDownLatch(1);
    var lead = new Lead(owner, LEASE);
    computed(storage)
        .forEach(
            (tenant, ports) ->
                works.add(
                    new DependencyWork(
                        tenant,
                        ports,
                        lead,
                        windows,
                        worked -> rest(stopping, worked),
                        clock,
                        figures)));
    return List.of(new Dependencies(works, figures, TICK, stopping));
  }

  /// Waits for as long, or for the end of the process, with which it ends.
  private static void rest(CountDownLatch stopping, Duration wanted) throws InterruptedException {
    if (stopping.await(wanted.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new InterruptedException("the process stops");
    }
  }

  /// What there is to compute, by tenant.
  private static Map<String, Ports> computed(Storage storage) {
    Map<String, Ports> computed = new TreeMap<>();
    storage
        .tenants()
        .forEach(
            (tenant, each) -> {
              Ports ports = ports(each);
              if (ports != null) {
                computed.put(tenant, ports);
              }
            });
    return computed;
  }

  private static @Nullable Ports ports(Storage storage) {
    var calls = storage.calls();
    var writer = storage.dependencyWriter();
    var leases = storage.leases();
    return calls.isPresent() && writer.isPresent() && leases.isPresent()
        ? new Ports(calls.get(), writer.get(), leases.get())
        : null;
  }

  @Override
  public String name() {
    return "dependencies";
  }

  @Override
  public void start() {
    thread = VirtualThreads.start("dependencies", this::work);
  }

  private void work() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        for (DependencyWork each : works) {
          run(each);
        }
        rest(stopping, tick);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(DependencyWork work) throws InterruptedException {
    try {
      work.run();
    } catch (StorageException failed) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException("stopped while the storage was asked");
      }
      figures.failed();
      failures.warn("dependencies not computed, tried again soon: {}", failed.getMessage());
    } catch (RuntimeException ours) {
      figures.failed();
      LOG.error("dependencies not computed", ours);
    }
  }

  /// A window in work is given up; the next leader computes it anew.
  @Override
  public void stop(Deadline deadline) {
    Thread running = thread;
    if (running == null) {
      return;
    }
    stopping.countDown();
    running.interrupt();
    try {
      if (running.join(deadline.remaining())) {
        works.forEach(Dependencies::release);
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private static void release(DependencyWork work) {
    try {
      work.release();
    } catch (StorageException away) {
      LOG.debug("lease not given back, it runs out by itself: {}", away.getMessage());
    }
  }
}
