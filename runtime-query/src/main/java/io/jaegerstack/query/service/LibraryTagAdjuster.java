package io.jaegerstack.query.service;

import io.jaegerstack.model.Process;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Moves the tags that name OpenTelemetry's instrumentation library from spans to their processes.
final class LibraryTagAdjuster implements Adjuster {
  private static final Set<String> LIBRARY_KEYS =
      Set.of("otel.library.name", "otel.library.version");

  @Override
  public Trace adjust(Trace trace) {
    // Spans that share process and library still share the new process.
    Map<Process, Map<List<Tag>, Process>> made = new IdentityHashMap<>();
    return new Trace(trace.id(), trace.spans().stream().map(span -> adjust(span, made)).toList());
  }

  private static Span adjust(Span span, Map<Process, Map<List<Tag>, Process>> made) {
    List<Tag> moved = span.tags().stream().filter(LibraryTagAdjuster::isLibrary).toList();
    if (moved.isEmpty()) {
      return span;
    }
    Process process =
        made.computeIfAbsent(span.process(), _ -> new HashMap<>())
            .computeIfAbsent(moved, tags -> with(span.process(), tags));
    return span.withTags(span.tags().stream().filter(tag -> !isLibrary(tag)).toList())
        .withProcess(process);
  }

  private static boolean isLibrary(Tag tag) {
    return LIBRARY_KEYS.contains(tag.key());
  }

  private static Process with(Process process, List<Tag> more) {
    var tags = new ArrayList<>(process.tags());
    tags.addAll(more);
    tags.sort(TagOrder.BY_KEY_TYPE_VALUE);
    return new Process(process.serviceName(), tags);
  }
}
