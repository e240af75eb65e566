package io.jaegerstack.query.service;

import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.DependencyLink;
import io.jaegerstack.storage.DependencyReader;
import io.jaegerstack.storage.Operation;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.TraceQuery;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// All that readers can ask for. Blocks while the storage answers, and throws
/// [io.jaegerstack.storage.StorageException]; safe for use by many threads.
public final class QueryService {
  /// Traces that a search answers where no limit is given; Jaeger's default.
  public static final int DEFAULT_TRACES = 100;

  /// Traces that a search answers at most: what Jaeger's UI lets its users ask for.
  public static final int MOST_TRACES = 1_500;

  /// How far a search without a start looks back from its end; Jaeger's default.
  public static final Duration DEFAULT_LOOKBACK = Duration.ofDays(2);

  private final SpanReader spans;
  private final DependencyReader dependencies;
  private final List<Adjuster> adjusters;
  private final AnswerBudget budget;
  private final Optional<TraceArchive> archive;

  private QueryService(
      SpanReader spans,
      DependencyReader dependencies,
      List<Adjuster> adjusters,
      AnswerBudget budget,
      Optional<TraceArchive> archive) {
    this.spans = spans;
    this.dependencies = dependencies;
    this.adjusters = adjusters;
    this.budget = budget;
    this.archive = archive;
  }

  /// @param maxClockSkew largest correction of a span's start; zero means none
  /// @param budget of all answers together
  public static QueryService of(
      Storage storage, Duration maxClockSkew, AnswerBudget budget, MeterRegistry registry) {
    SpanReader reader =
        storage
            .archive()
            .<SpanReader>map(archive -> new ArchivedReader(storage.reader(), archive))
            .orElseGet(storage::reader);
    return new QueryService(
        new CountingSpanReader(reader, registry),
        storage.dependencies(),
        Adjusters.standard(maxClockSkew),
        budget,
        storage.archive().map(TraceArchive::new));
  }

  /// Names of all services, sorted.
  public List<String> services() {
    return spans.services();
  }

  /// Operations of `service`, sorted.
  ///
  /// @param spanKind only those of this kind; empty for all. A storage that knows the kind of no
  ///   operation cannot choose, and all of them are answered.
  public List<Operation> operations(String service, String spanKind) {
    List<Operation> all = spans.operations(service);
    if (spanKind.isEmpty() || all.stream().allMatch(one -> one.spanKind().isEmpty())) {
      return all;
    }
    return all.stream().filter(one -> one.spanKind().equals(spanKind)).toList();
  }

  /// The traces of `ids` as stored, in that order; see [#adjust].
  public TraceStream traces(List<TraceId> ids) {
    return TraceStream.ofIds(budget, spans.ofCaller(), ids);
  }

  /// Whether there is an archive.
  public boolean hasArchive() {
    return archive.isPresent();
  }

  /// Keeps the trace of `id` in the archive, as it is stored; only where there is one.
  ///
  /// @return whether there is such a trace
  public boolean archive(TraceId id) {
    try (TraceStream stream = traces(List.of(id))) {
      Optional<Trace> trace = stream.next();
      trace.ifPresent(archive.orElseThrow()::write);
      return trace.isPresent();
    }
  }

  /// The traces of spans that came with a call, which are stored nowhere.
  ///
  /// @param bytes that reading them takes at most
  /// @param what is read, for messages
  public TraceStream traces(long bytes, String what, Supplier<SpanBatch> read) {
    return TraceStream.open(budget, room -> BatchTraces.read(room, bytes, what, read));
  }

  /// Matching traces as stored, newest first; see [#adjust].
  public TraceStream find(TraceQuery query) {
    return TraceStream.open(budget, room -> spans.findTraces(query, room));
  }

  /// `trace` as people want to see it: unique span ids, clocks aligned, tags in readable form and
  /// order.
  public Trace adjust(Trace trace) {
    return Adjusters.adjust(adjusters, trace);
  }

  /// Who called whom in the window that ends at `end`: each pair once, sorted.
  public List<DependencyLink> dependencies(Instant end, Duration lookback) {
    Map<String, Map<String, Long>> calls = new TreeMap<>();
    for (DependencyLink link : dependencies.dependencies(end, lookback)) {
      calls
          .computeIfAbsent(link.parent(), _ -> new TreeMap<>())
          .merge(link.child(), link.callCount(), Long::sum);
    }
    return calls.entrySet().stream()
        .flatMap(
            parent ->
                parent.getValue().entrySet().stream()
                    .map(
                        child ->
                            new DependencyLink(parent.getKey(), child.getKey(), child.getValue())))
        .toList();
  }
}
