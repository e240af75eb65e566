package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.jaegerstack.storage.TraceQuery;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of `duration_index`, hour after hour from the newest. In an hour they stand by duration, so
/// that all of it is read before the first is given away: the longest, as many as fit.
final class DurationCandidates implements Candidates {
  /// Rows of one hour that are looked at, some 4 MB.
  private static final int MOST_ROWS = 50_000;

  /// Hours that are asked for at once.
  private static final int AHEAD = 12;

  /// Rows of all hours that are looked at.
  private static final int MOST_ROWS_TOGETHER = 200_000;

  private static final long HOUR_MILLIS = 3_600_000;

  private final Reads reads;
  private final ByteBuffer service;
  private final ByteBuffer operation;
  private final ByteBuffer shortest;
  private final ByteBuffer longest;
  private final long from;
  private final long to;
  private final long lastHour;
  private final Deque<Pages> asked = new ArrayDeque<>();
  private final Deque<Candidate> ready = new ArrayDeque<>();
  private long hour;
  private int rowsRead;

  DurationCandidates(Reads reads, TraceQuery query) {
    this.reads = reads;
    service = CqlBytes.ofText(query.service());
    operation = CqlBytes.ofText(query.operation() == null ? "" : query.operation());
    shortest = CqlBytes.ofLong(micros(query.atLeast(), Long.MIN_VALUE));
    longest = CqlBytes.ofLong(micros(query.atMost(), Long.MAX_VALUE));
    from = Times.micros(query.from());
    to = Times.micros(query.to());
    hour = SpanRows.hourMillis(to);
    lastHour = SpanRows.hourMillis(from);
  }

  private static long micros(@Nullable Duration duration, long otherwise) {
    return duration == null ? otherwise : Times.micros(duration);
  }

  @Override
  public @Nullable Candidate next() {
    while (ready.isEmpty()) {
      ask();
      Pages newest = asked.poll();
      if (newest == null) {
        return null;
      }
      read(newest);
    }
    return ready.poll();
  }

  private void ask() {
    while (asked.size() < AHEAD && hour >= lastHour && rowsRead < MOST_ROWS_TOGETHER) {
      asked.add(
          reads.start(
              Query.BY_DURATION, service, operation, CqlBytes.ofLong(hour), shortest, longest));
      hour -= HOUR_MILLIS;
    }
  }

  private void read(Pages rows) {
    List<Candidate> found = new ArrayList<>();
    int read = 0;
    for (Row row = rows.next(); row != null && read < MOST_ROWS; row = rows.next()) {
      Candidate candidate = Candidate.of(row);
      if (candidate.start() >= from && candidate.start() <= to) {
        found.add(candidate);
      }
      read++;
    }
    rowsRead += read;
    found.sort(Candidate.IN_ORDER);
    ready.addAll(found);
  }
}
