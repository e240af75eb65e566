package io.jaegerstack.server;

import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.HopSnapshot;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.server.ledger.HopFigures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts parts in the order in which spans leave them (sinks first), stops them in reverse: input
/// first, then what it fills. One thread calls `start` and `stop`; both are done once.
public final class Lifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  /// Losses that more time, or a better stop, would have spared. What is wrong in itself is dropped
  /// at any time and makes no stop unclean.
  private static final Set<DropReason> BY_STOPPING =
      EnumSet.of(
          DropReason.SHUTDOWN,
          DropReason.UNANSWERED,
          DropReason.QUEUE_FULL,
          DropReason.SEND_FAILURE,
          DropReason.STORAGE_UNAVAILABLE,
          DropReason.INTERNAL_ERROR);

  private final String process;
  private final Ledger ledger;
  private final List<Part> parts;
  private final Deque<Part> running = new ArrayDeque<>();

  private Lifecycle(String process, Ledger ledger, List<Part> parts) {
    this.process = process;
    this.ledger = ledger;
    this.parts = List.copyOf(parts);
  }

  public static Lifecycle of(String process, List<? extends Part> parts) {
    return of(process, new Ledger(), parts);
  }

  /// @param ledger that the parts count into; what they lose while they stop is told from it
  public static Lifecycle of(String process, Ledger ledger, List<? extends Part> parts) {
    return new Lifecycle(process, ledger, List.copyOf(parts));
  }

  /// Starts every part, or none: where one fails, those before it are stopped again.
  ///
  /// @throws IOException of the part that failed, with its name in front
  public void start() throws IOException {
    for (Part part : parts) {
      try {
        part.start();
        running.push(part);
      } catch (IOException | RuntimeException failed) {
        stop(Duration.ofSeconds(5));
        throw new IOException(
            "%s did not start: %s".formatted(part.name(), failed.getMessage()), failed);
      }
    }
    LOG.info("started process={} parts={}", process, parts.size());
  }

  /// Whether every part finished within `timeout`, without failing and without losing anything;
  /// what was lost is logged with its count and reason, and the last figures of every hop after it,
  /// which nobody can ask for any more. Parts that are late are still told to stop, with nothing
  /// left of their time, so that they count what they give up.
  public boolean stop(Duration timeout) {
    var deadline = Deadline.after(timeout);
    List<HopSnapshot> before = ledger.snapshot();
    boolean clean = true;
    while (!running.isEmpty()) {
      Part part = running.pop();
      try {
        part.stop(deadline);
      } catch (RuntimeException failed) {
        clean = false;
        LOG.error("stop failed process={} part=\"{}\"", process, part.name(), failed);
      }
    }
    clean &= !deadline.isOver() || timeout.isZero();
    clean &= !hasLostSince(before);
    ledger
        .snapshot()
        .forEach(hop -> LOG.info("last figures process={} {}", process, HopFigures.of(hop).line()));
    LOG.info("stopped process={} clean={} remaining={}", process, clean, deadline.remaining());
    return clean;
  }

  private boolean hasLostSince(List<HopSnapshot> before) {
    boolean lost = false;
    for (HopSnapshot now : ledger.snapshot()) {
      for (DropReason reason : BY_STOPPING) {
        long count = dropped(now, reason) - droppedAt(before, now.name(), reason);
        if (count > 0) {
          lost = true;
          LOG.warn(
              "lost while stopping process={} hop={} {}={} reason={}",
              process,
              now.name(),
              now.counted().name().toLowerCase(Locale.ROOT),
              count,
              reason);
        }
      }
    }
    return lost;
  }

  private static long droppedAt(List<HopSnapshot> then, String hop, DropReason reason) {
    return then.stream()
        .filter(snapshot -> snapshot.name().equals(hop))
        .mapToLong(snapshot -> dropped(snapshot, reason))
        .sum();
  }

  private static long dropped(HopSnapshot hop, DropReason reason) {
    return hop.dropped().getOrDefault(reason, 0L);
  }
}
