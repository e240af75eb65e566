package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.jaegerstack.model.TraceId;
import java.util.Comparator;

/// A row of an index: a trace that may have what is looked for.
///
/// @param start of the span that the row is of, microseconds
/// @param span its id; 0 where the index does not know it
record Candidate(long start, TraceId trace, long span) {
  /// As rows of `tag_index` stand in their partition: newest first.
  static final Comparator<Candidate> IN_ORDER =
      Comparator.comparingLong(Candidate::start)
          .reversed()
          .thenComparing(Candidate::trace)
          .thenComparingLong(Candidate::span);

  /// Of a row of start, trace and, where the index has it, span.
  static Candidate of(Row row) {
    return new Candidate(
        CqlParts.int64(row.getBytesUnsafe(0)),
        SpanDecoder.traceId(row.getBytesUnsafe(1)),
        row.size() > 2 ? CqlParts.int64(row.getBytesUnsafe(2)) : 0);
  }
}
