package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.jaegerstack.storage.TraceQuery;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.stream.LongStream;
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

  /// Hours of a search that names no others: a year.
  private static final int MOST_HOURS = 366 * 24;

  private static final long HOUR_MILLIS = 3_600_000;

  private final Reads reads;
  private final ByteBuffer service;
  private final ByteBuffer operation;
  private final ByteBuffer shortest;
  private final ByteBuffer longest;
  private final long from;
  private final long to;
  private final Iterator<Long> hours;
  private final Deque<Pages> asked = new ArrayDeque<>();
  private final Deque<Candidate> ready = new ArrayDeque<>();
  private int rowsRead;

  private DurationCandidates(Reads reads, TraceQuery query, Iterator<Long> hours) {
    this.reads = reads;
    service = CqlBytes.ofText(query.service());
    operation = CqlBytes.ofText(query.operation() == null ? "" : query.operation());
    shortest = CqlBytes.ofLong(micros(query.atLeast(), Long.MIN_VALUE));
    longest = CqlBytes.ofLong(micros(query.atMost(), Long.MAX_VALUE));
    from = Times.micros(query.from());
    to = Times.micros(query.to());
    this.hours = hours;
  }

  /// Those of `hours`, as the table names them, newest first.
  static DurationCandidates of(Reads reads, TraceQuery query, NavigableSet<Long> hours) {
    return new DurationCandidates(reads, query, hours.iterator());
  }

  /// Those of all hours of the search, of a year at most: an hour without spans costs a request,
  /// too.
  static DurationCandidates ofAllHours(Reads reads, TraceQuery query) {
    long first = SpanRows.hourMillis(Times.micros(query.from()));
    long last = SpanRows.hourMillis(Times.micros(query.to()));
    var hours =
        LongStream.iterate(last, hour -> hour >= first, hour -> hour - HOUR_MILLIS)
            .limit(MOST_HOURS);
    return new DurationCandidates(reads, query, hours.iterator());
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
    while (asked.size() < AHEAD && hours.hasNext() && rowsRead < MOST_ROWS_TOGETHER) {
      asked.add(
          reads.start(
              Query.BY_DURATION,
              service,
              operation,
              CqlBytes.ofLong(hours.next()),
              shortest,
              longest));
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
