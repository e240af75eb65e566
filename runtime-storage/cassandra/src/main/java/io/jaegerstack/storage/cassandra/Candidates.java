package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Candidates, newest first.
interface Candidates {
  /// The next one; null where there are no more.
  @Nullable Candidate next();

  /// Rows of one partition that are looked at before it counts as read: some 20 MB from the server.
  int MOST_ROWS = 200_000;

  /// Those of one partition, which stand in order.
  static Candidates of(Pages pages) {
    return new Candidates() {
      private int read;

      @Override
      public @Nullable Candidate next() {
        Row row = read++ < MOST_ROWS ? pages.next() : null;
        return row == null ? null : Candidate.of(row);
      }
    };
  }

  /// Those of `all` together.
  static Candidates merged(List<Candidates> all) {
    record Head(Candidate candidate, Candidates rest) {}
    var heads =
        new PriorityQueue<Head>(
            (one, two) -> Candidate.IN_ORDER.compare(one.candidate, two.candidate));
    return new Candidates() {
      private boolean isBegun;

      private void add(Candidates rest) {
        Candidate head = rest.next();
        if (head != null) {
          heads.add(new Head(head, rest));
        }
      }

      @Override
      public @Nullable Candidate next() {
        if (!isBegun) {
          isBegun = true;
          all.forEach(this::add);
        }
        Head newest = heads.poll();
        if (newest == null) {
          return null;
        }
        add(newest.rest);
        return newest.candidate;
      }
    };
  }
}
