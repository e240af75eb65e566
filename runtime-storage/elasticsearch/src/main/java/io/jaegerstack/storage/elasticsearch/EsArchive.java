package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.ArchiveStorage;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import java.util.List;
import java.util.Optional;

/// Archived traces in Jaeger's `jaeger-span-archive`, one index or what an alias names, of all
/// times.
record EsArchive(SpanWriter writer, EsSpanReader reader, IndexNames names)
    implements ArchiveStorage {
  @Override
  public Optional<Trace> trace(TraceId id, Room room) {
    // Not closed: the room that the trace takes is the caller's to give back.
    return reader.traces(List.of(id), names.all(Kind.ARCHIVE), room).next();
  }
}
