package io.jaegerstack.collector.dependencies;

import io.jaegerstack.collector.dependencies.Windows.Window;
import io.jaegerstack.storage.CallReader;
import io.jaegerstack.storage.DependencyLink;
import io.jaegerstack.storage.DependencyWriter;
import io.jaegerstack.storage.Leases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Computes the windows of one tenant that are due, while it holds the lease. One thread.
///
/// A window is written under its beginning, then the watermark moves over it. Who is stopped in
/// between leaves a document that the next leader writes again in the same place; who has lost the
/// lease without knowing it writes what the other writes, and cannot move the watermark. So nothing
/// counts twice.
final class DependencyWork {
  /// Where the work of a tenant meets what it needs.
  record Ports(CallReader calls, DependencyWriter writer, Leases leases) {}

  /// On what terms a collector leads.
  ///
  /// @param owner this collector's name
  /// @param duration how long others wait for one that is silent
  record Lead(String owner, Duration duration) {
    /// A lease is taken again when a third of it has passed.
    Duration renewAfter() {
      return duration.dividedBy(3);
    }
  }

  /// Rests between batches, and throws where it is time to stop.
  interface Pace {
    /// @param worked how long the last batch took
    void rest(Duration worked) throws InterruptedException;
  }

  private static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static final class LeaseLost extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static final Logger LOG = LoggerFactory.getLogger(DependencyWork.class);
  private static final String LEASE = "dependencies";

  /// Spans of a batch: a few hundred bytes each, with their relatives.
  private static final int BATCH = 2_000;

  private final String tenant;
  private final Ports ports;
  private final Lead lead;
  private final Windows windows;
  private final Pace pace;
  private final Clock clock;
  private final DependencyFigures figures;
  private boolean leading;
  private Instant renewed = Instant.MIN;

  DependencyWork(
      String tenant,
      Ports ports,
      Lead lead,
      Windows windows,
      Pace pace,
      Clock clock,
      DependencyFigures figures) {
    this.tenant = tenant;
    this.ports = ports;
    this.lead = lead;
    this.windows = windows;
    this.pace = pace;
    this.clock = clock;
    this.figures = figures;
  }

  /// Does what is to be done now: takes or renews the lease, and computes what is due.
  ///
  /// @throws io.jaegerstack.storage.StorageException where the storage fails; to be tried again
  void run() throws InterruptedException {
    Optional<Instant> watermark = ports.writer.watermark();
    watermark.ifPresent(at -> figures.watermark(tenant, at));
    if (!lead()) {
      return;
    }
    try {
      Instant at = begun(ports.writer.watermark());
      Optional<Window> due = windows.next(at, clock.instant());
      while (due.isPresent()) {
        compute(due.get());
        due = windows.next(due.get().to(), clock.instant());
      }
    } catch (LeaseLost lost) {
      figures.abandoned();
    } catch (Interrupted stopped) {
      throw new InterruptedException("stopped within a window");
    }
  }

  /// Where the next window begins; what is too long ago is left out, with a warning.
  private Instant begun(Optional<Instant> watermark) {
    Instant now = clock.instant();
    if (watermark.isEmpty()) {
      Instant first = windows.first(now);
      return moved(null, first);
    }
    Instant oldest = windows.oldest(now);
    if (!watermark.get().isBefore(oldest)) {
      return watermark.get();
    }
    long left = Duration.between(watermark.get(), oldest).dividedBy(windows.interval());
    LOG.warn(
        "dependencies of {} windows are never computed, from {} to {}: nobody was there for longer than --dependencies.catch-up",
        left,
        watermark.get(),
        oldest);
    Instant begun = moved(watermark.get(), oldest);
    figures.skipped(left);
    return begun;
  }

  private Instant moved(@Nullable Instant from, Instant to) {
    if (!ports.writer.move(from, to)) {
      throw new LeaseLost();
    }
    figures.watermark(tenant, to);
    return to;
  }

  private void compute(Window window) {
    var counts = new CallCounts();
    var started = new AtomicReference<>(clock.instant());
    ports.calls.read(
        window.from(),
        window.to(),
        BATCH,
        batch -> {
          counts.add(batch);
          rest(Duration.between(started.get(), clock.instant()));
          keepLease();
          started.set(clock.instant());
        });
    keepLease();
    List<DependencyLink> links = counts.links();
    ports.writer.write(window.from(), links);
    moved(window.from(), window.to());
    figures.computed(counts, links.size());
    LOG.debug(
        "dependencies computed window={} links={} spans={}",
        window.from(),
        links.size(),
        counts.spans());
  }

  private void rest(Duration worked) {
    try {
      pace.rest(worked);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Interrupted();
    }
  }

  private void keepLease() {
    if (clock.instant().isAfter(renewed.plus(lead.renewAfter())) && !lead()) {
      throw new LeaseLost();
    }
  }

  private boolean lead() {
    boolean now = ports.leases.acquire(LEASE, lead.owner(), lead.duration());
    renewed = clock.instant();
    tell(now);
    return now;
  }

  private void tell(boolean now) {
    if (now != leading) {
      LOG.info(
          "dependencies: {} owner={}{}",
          now ? "this collector computes them from now on" : "another collector computes them",
          lead.owner(),
          tenant.isEmpty() ? "" : " tenant=" + tenant);
    }
    leading = now;
    figures.leading(tenant, now);
  }

  /// Lets another collector take over at once.
  void release() {
    if (leading) {
      tell(false);
      ports.leases.release(LEASE, lead.owner());
    }
  }
}
