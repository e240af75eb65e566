package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.TraceQuery;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One search: candidates from the index that narrows it most, and a look at their spans where the
/// index alone does not say everything. One thread.
final class TraceSearch {
  private static final int BUCKETS = 10;

  /// Candidates whose spans are asked for at once.
  private static final int AHEAD = 16;

  /// Candidates that are looked at before a search ends with what it has.
  private static final int MOST_LOOKS = 5_000;

  private final Reads reads;
  private final TagRules rules;
  private final TraceQuery query;
  private final SpanMatch match;
  private final SpanDecoder decoder = new SpanDecoder();
  private final Map<TraceId, Long> found = new LinkedHashMap<>();
  private final Set<Candidate> seen = new HashSet<>();

  TraceSearch(Reads reads, TagRules rules, TraceQuery query) {
    this.reads = reads;
    this.rules = rules;
    this.query = query;
    this.match = new SpanMatch(query);
  }

  /// Ids of the traces that match, newest first.
  List<TraceId> ids() {
    List<Map.Entry<String, String>> covered =
        query.tags().entrySet().stream()
            .filter(tag -> rules.covers(tag.getKey(), tag.getValue()))
            .toList();
    boolean hasOthers = covered.size() < query.tags().size();
    boolean hasDuration = query.atLeast() != null || query.atMost() != null;
    if (!covered.isEmpty()) {
      boolean isExact = query.tags().size() == 1 && query.operation() == null && !hasDuration;
      take(withTags(covered), !isExact);
    } else if (hasDuration) {
      take(DurationCandidates.ofAllHours(reads, query), hasOthers);
    } else {
      var hours = new TreeSet<Long>(Comparator.reverseOrder());
      take(noting(hours, query.operation() == null ? ofService() : ofOperation()), hasOthers);
      if (found.size() < query.limit()) {
        // These tables have one row for all spans of a microsecond. The other one has all of them,
        // and what shares a row is of that row's hour.
        take(DurationCandidates.of(reads, query, hours), hasOthers);
      }
    }
    return found.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Candidates noting(Set<Long> hours, Candidates candidates) {
    return () -> {
      Candidate next = candidates.next();
      if (next != null) {
        hours.add(SpanRows.hourMillis(next.start()));
      }
      return next;
    };
  }

  private Candidates withTags(List<Map.Entry<String, String>> tags) {
    ByteBuffer service = CqlBytes.ofText(query.service());
    return new SharedCandidates(
        tags.stream()
            .map(
                tag ->
                    Candidates.of(
                        reads.start(
                            Query.BY_TAG,
                            service,
                            CqlBytes.ofText(tag.getKey()),
                            CqlBytes.ofText(tag.getValue()),
                            from(),
                            to())))
            .toList());
  }

  private Candidates ofService() {
    ByteBuffer service = CqlBytes.ofText(query.service());
    var buckets = new ArrayList<Candidates>();
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      buckets.add(
          Candidates.of(
              reads.start(Query.BY_SERVICE, service, CqlBytes.ofInt(bucket), from(), to())));
    }
    return Candidates.merged(buckets);
  }

  private Candidates ofOperation() {
    return Candidates.of(
        reads.start(
            Query.BY_OPERATION,
            CqlBytes.ofText(query.service()),
            CqlBytes.ofText(String.valueOf(query.operation())),
            from(),
            to()));
  }

  private ByteBuffer from() {
    return CqlBytes.ofLong(Times.micros(query.from()));
  }

  private ByteBuffer to() {
    return CqlBytes.ofLong(Times.micros(query.to()));
  }

  private void take(Candidates candidates, boolean isChecked) {
    if (isChecked) {
      takeChecked(candidates);
      return;
    }
    for (Candidate next = candidates.next();
        next != null && found.size() < query.limit();
        next = candidates.next()) {
      found.putIfAbsent(next.trace(), next.start());
    }
  }

  private void takeChecked(Candidates candidates) {
    int looks = 0;
    while (found.size() < query.limit() && looks < MOST_LOOKS) {
      Map<Candidate, Pages> some = ahead(candidates);
      if (some.isEmpty()) {
        return;
      }
      looks += some.size();
      some.forEach(this::look);
    }
  }

  private Map<Candidate, Pages> ahead(Candidates candidates) {
    var some = new LinkedHashMap<Candidate, Pages>();
    while (some.size() < AHEAD) {
      Candidate next = candidates.next();
      if (next == null) {
        break;
      }
      // Of an index without spans, each trace is looked at once.
      Candidate place = next.span() == 0 ? new Candidate(0, next.trace(), 0) : next;
      if (!found.containsKey(next.trace()) && seen.add(place)) {
        some.put(next, spans(next));
      }
    }
    return some;
  }

  private Pages spans(Candidate candidate) {
    ByteBuffer trace = SpanColumns.traceId(candidate.trace().high(), candidate.trace().low());
    return candidate.span() == 0
        ? reads.start(Query.TRACE, trace)
        : reads.start(Query.SPAN, trace, CqlBytes.ofLong(candidate.span()));
  }

  private void look(Candidate candidate, Pages rows) {
    if (found.size() >= query.limit() || found.containsKey(candidate.trace())) {
      return;
    }
    for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
      if (match.of(decoder.span(candidate.trace(), row))) {
        found.put(candidate.trace(), candidate.start());
        return;
      }
    }
  }
}
