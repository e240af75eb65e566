package io.jaegerstack.storage.cassandra;

import io.jaegerstack.storage.Backoff;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The requests of one write, on the thread that writes. The driver's threads only put answers into
/// a queue.
final class Sending {
  /// How long answers are waited for after the storage was closed: by then the session has ended
  /// all requests, if it could.
  private static final Duration AFTER_CLOSE = Duration.ofSeconds(5);

  private static final long POLL_MILLIS = 200;

  /// @param failed null where the group is stored
  private record Answer(RowGroup group, @Nullable Throwable failed, long nanos) {}

  private final LiveSession session;
  private final InFlight inFlight;
  private final WriteMetrics metrics;
  private final NameCache names;
  private final CountDownLatch closed;
  private final WriteProgress progress;
  private final LinkedBlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final Set<RowGroup> unanswered = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<RowGroup> again = new ArrayList<>();
  private Kind lastKind = Kind.UNAVAILABLE;
  private String lastDetail = "not sent";

  Sending(
      LiveSession session,
      InFlight inFlight,
      WriteMetrics metrics,
      NameCache names,
      CountDownLatch closed,
      WriteProgress progress) {
    this.session = session;
    this.inFlight = inFlight;
    this.metrics = metrics;
    this.names = names;
    this.closed = closed;
    this.progress = progress;
  }

  /// Sends `groups`, those that fail for now again, until all are answered for good or `retryFor`
  /// has passed.
  void send(List<RowGroup> groups, Duration retryFor) {
    progress.await(groups);
    var backoff = new Backoff(ThreadLocalRandom.current());
    long deadline = System.nanoTime() + retryFor.toNanos();
    again.addAll(groups);
    while (!again.isEmpty()) {
      var open = List.copyOf(again);
      again.clear();
      sendOnce(open);
      if (!again.isEmpty() && !wait(backoff.next(), deadline)) {
        giveUp();
      }
    }
  }

  private void giveUp() {
    again.forEach(group -> progress.failed(group, lastKind, lastDetail));
    again.clear();
  }

  /// Whether there is time for one more try, after waiting for it.
  private boolean wait(Duration time, long deadline) {
    if (System.nanoTime() + time.toNanos() > deadline) {
      return false;
    }
    try {
      return !closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void sendOnce(List<RowGroup> open) {
    int sent = 0;
    try {
      if (closed.getCount() == 0) {
        throw new StorageException(Kind.UNAVAILABLE, "the storage is closed");
      }
      LiveSession.Connected connected = session.connected();
      for (RowGroup group : open) {
        inFlight.enter(group.bytes());
        sent++;
        send(connected, group);
        for (Answer ready = answers.poll(); ready != null; ready = answers.poll()) {
          answered(ready);
        }
      }
    } catch (StorageException away) {
      later(away);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      later(new StorageException(Kind.UNAVAILABLE, "interrupted while writing"));
    }
    again.addAll(open.subList(sent, open.size()));
    awaitAnswers();
  }

  private void send(LiveSession.Connected connected, RowGroup group) {
    unanswered.add(group);
    metrics.sent(group.table(), group.rows().size());
    long begin = System.nanoTime();
    try {
      connected
          .session()
          .executeAsync(connected.statements().insert(group))
          .whenComplete((stored, failed) -> answer(group, failed, begin));
    } catch (RuntimeException refused) {
      answer(group, refused, begin);
    }
  }

  /// On a thread of the driver.
  private void answer(RowGroup group, @Nullable Throwable failed, long begin) {
    inFlight.leave(group.bytes());
    answers.add(new Answer(group, failed, System.nanoTime() - begin));
  }

  private void awaitAnswers() {
    long closedAt = 0;
    while (!unanswered.isEmpty()) {
      try {
        Answer next = answers.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          answered(next);
        } else if (closed.getCount() == 0) {
          long now = System.nanoTime();
          closedAt = closedAt == 0 ? now : closedAt;
          if (now - closedAt > AFTER_CLOSE.toNanos()) {
            abandon("the storage was closed before it answered");
          }
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        abandon("interrupted before it answered");
      }
    }
  }

  private void abandon(String why) {
    unanswered.forEach(group -> progress.failed(group, Kind.UNAVAILABLE, why));
    unanswered.clear();
  }

  private void answered(Answer answer) {
    RowGroup group = answer.group();
    Throwable failed = answer.failed();
    unanswered.remove(group);
    if (failed == null) {
      metrics.stored(group.table(), group.rows().size(), answer.nanos());
      NameCache.Name name = group.name();
      if (name != null) {
        names.add(name);
      }
      progress.stored(group);
      return;
    }
    metrics.failed(group.table(), group.rows().size(), answer.nanos());
    StorageException why = CassandraErrors.of(failed);
    if (why.kind() != Kind.INVALID) {
      later(why);
      again.addAll(group.again());
    } else if (group.rows().size() == 1) {
      progress.failed(group, Kind.INVALID, String.valueOf(why.getMessage()));
    } else {
      // The group as a whole is too large, or one row of it is wrong: find out which.
      again.addAll(group.halves());
    }
  }

  private void later(StorageException why) {
    lastKind = why.kind();
    lastDetail = String.valueOf(why.getMessage());
  }
}
