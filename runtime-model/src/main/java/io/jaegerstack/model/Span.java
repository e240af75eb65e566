package io.jaegerstack.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One timed operation of one service.
///
/// @param flags sampling state; see [FlatSpan] for the bits
/// @param startNanos nanoseconds since the epoch; Jaeger's storages keep microseconds of it
/// @param durationNanos nanoseconds
/// @param warnings what adjusters and sanitizers found to say about it; empty as a rule
public record Span(
    TraceId traceId,
    SpanId spanId,
    String operationName,
    List<Reference> references,
    int flags,
    long startNanos,
    long durationNanos,
    List<Tag> tags,
    List<Log> logs,
    Process process,
    List<String> warnings) {
  public Span {
    references = List.copyOf(references);
    tags = List.copyOf(tags);
    logs = List.copyOf(logs);
    warnings = List.copyOf(warnings);
  }

  /// The parent inside the same trace: the first child-of reference, else the first follows-from
  /// one.
  public Optional<SpanId> parentSpanId() {
    Reference found = null;
    for (Reference reference : references) {
      if (!reference.traceId().equals(traceId)) {
        continue;
      }
      if (reference.type() == Reference.Type.CHILD_OF) {
        return Optional.of(reference.spanId());
      }
      if (found == null) {
        found = reference;
      }
    }
    return Optional.ofNullable(found).map(Reference::spanId);
  }

  /// The first tag called `key`.
  public Optional<Tag> tag(String key) {
    return tags.stream().filter(tag -> tag.key().equals(key)).findFirst();
  }

  public Span withSpanId(SpanId id) {
    return new Span(
        traceId,
        id,
        operationName,
        references,
        flags,
        startNanos,
        durationNanos,
        tags,
        logs,
        process,
        warnings);
  }

  public Span withStartNanos(long start) {
    return new Span(
        traceId,
        spanId,
        operationName,
        references,
        flags,
        start,
        durationNanos,
        tags,
        logs,
        process,
        warnings);
  }

  public Span withReferences(List<Reference> changed) {
    return new Span(
        traceId,
        spanId,
        operationName,
        changed,
        flags,
        startNanos,
        durationNanos,
        tags,
        logs,
        process,
        warnings);
  }

  public Span withTags(List<Tag> changed) {
    return new Span(
        traceId,
        spanId,
        operationName,
        references,
        flags,
        startNanos,
        durationNanos,
        changed,
        logs,
        process,
        warnings);
  }

  public Span withLogs(List<Log> changed) {
    return new Span(
        traceId,
        spanId,
        operationName,
        references,
        flags,
        startNanos,
        durationNanos,
        tags,
        changed,
        process,
        warnings);
  }

  public Span withProcess(Process changed) {
    return new Span(
        traceId,
        spanId,
        operationName,
        references,
        flags,
        startNanos,
        durationNanos,
        tags,
        logs,
        changed,
        warnings);
  }

  public Span withWarning(String warning) {
    var all = new ArrayList<>(warnings);
    all.add(warning);
    return new Span(
        traceId,
        spanId,
        operationName,
        references,
        flags,
        startNanos,
        durationNanos,
        tags,
        logs,
        process,
        all);
  }
}
