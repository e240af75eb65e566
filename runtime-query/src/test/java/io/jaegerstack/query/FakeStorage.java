package io.jaegerstack.query;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.ArchiveStorage;
import io.jaegerstack.storage.DependencyLink;
import io.jaegerstack.storage.DependencyReader;
import io.jaegerstack.storage.FoundTraces;
import io.jaegerstack.storage.Operation;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.TraceQuery;
import io.jaegerstack.storage.TraceRoom;
import io.jaegerstack.storage.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A storage that answers what it was given, remembers what it was asked, and fails on request.
public final class FakeStorage implements Storage {
  private final Map<TraceId, Trace> traces = new LinkedHashMap<>();
  private final List<Operation> operations = new ArrayList<>();
  private final List<DependencyLink> links = new ArrayList<>();
  private final List<TraceQuery> queries = new ArrayList<>();
  private StorageException.@Nullable Kind failure;
  private @Nullable Archive archive;
  private @Nullable Instant dependenciesEnd;
  private @Nullable Duration dependenciesLookback;

  public FakeStorage with(Trace trace) {
    traces.put(trace.id(), trace);
    return this;
  }

  public FakeStorage with(Operation operation) {
    operations.add(operation);
    return this;
  }

  public FakeStorage with(DependencyLink link) {
    links.add(link);
    return this;
  }

  /// With a place to archive traces in.
  public FakeStorage withArchive() {
    archive = new Archive();
    return this;
  }

  /// The trace is gone, as old ones are; the archive keeps it.
  public void forget(TraceId id) {
    traces.remove(id);
  }

  public void failWith(StorageException.Kind kind) {
    failure = kind;
  }

  public TraceQuery lastQuery() {
    return queries.getLast();
  }

  public @Nullable Instant dependenciesEnd() {
    return dependenciesEnd;
  }

  public @Nullable Duration dependenciesLookback() {
    return dependenciesLookback;
  }

  @Override
  public SpanWriter writer() {
    throw new UnsupportedOperationException("a query writes nothing");
  }

  @Override
  public SpanReader reader() {
    return new Reader();
  }

  @Override
  public DependencyReader dependencies() {
    return (end, lookback) -> {
      dependenciesEnd = end;
      dependenciesLookback = lookback;
      return answer(links);
    };
  }

  @Override
  public Optional<ArchiveStorage> archive() {
    return Optional.ofNullable(archive);
  }

  @Override
  public void check() {}

  @Override
  public long close(Duration atMost) {
    return 0;
  }

  private <T> T answer(T value) {
    if (failure != null) {
      throw new StorageException(failure, "whatsamattayou");
    }
    return value;
  }

  private final class Reader implements SpanReader {
    @Override
    public Optional<Trace> trace(TraceId id, Room room) {
      Optional<Trace> found = answer(Optional.ofNullable(traces.get(id)));
      found.ifPresent(trace -> take(trace, room));
      return found;
    }

    @Override
    public FoundTraces findTraces(TraceQuery query, Room room) {
      queries.add(query);
      return new Found(answer(traces.values().stream().limit(query.limit()).iterator()), room);
    }

    @Override
    public List<TraceId> findTraceIds(TraceQuery query) {
      try (FoundTraces found = findTraces(query, Room.UNBOUNDED)) {
        return found.rest().stream().map(Trace::id).toList();
      }
    }

    @Override
    public List<String> services() {
      return answer(
          traces.values().stream()
              .flatMap(trace -> trace.spans().stream())
              .map(FakeStorage::service)
              .distinct()
              .sorted()
              .toList());
    }

    @Override
    public List<Operation> operations(String service) {
      return answer(List.copyOf(operations));
    }
  }

  private final class Archive implements ArchiveStorage {
    private final Map<TraceId, Trace> archived = new LinkedHashMap<>();

    @Override
    public SpanWriter writer() {
      return this::write;
    }

    private void write(List<SpanBatch> batches, WriteOutcome outcome) {
      for (SpanBatch batch : batches) {
        if (failure != null) {
          outcome.failed(batch.span(0), failure, "whatsamattayou");
          continue;
        }
        var spans = new ArrayList<Span>();
        for (int i = 0; i < batch.size(); i++) {
          spans.add(batch.span(i).toSpan());
        }
        archived.put(spans.getFirst().traceId(), new Trace(spans.getFirst().traceId(), spans));
        outcome.stored(batch);
      }
    }

    @Override
    public Optional<Trace> trace(TraceId id, Room room) {
      Optional<Trace> found = Optional.ofNullable(archived.get(id));
      found.ifPresent(trace -> take(trace, room));
      return found;
    }
  }

  private static TraceRoom take(Trace trace, Room room) {
    var taken = TraceRoom.take(room, trace.id(), trace.spans().size(), 0);
    trace.spans().forEach(taken::add);
    taken.settle();
    return taken;
  }

  private static final class Found implements FoundTraces {
    private final Iterator<Trace> traces;
    private final Room room;
    private @Nullable TraceRoom taken;

    Found(Iterator<Trace> traces, Room room) {
      this.traces = traces;
      this.room = room;
    }

    @Override
    public Optional<Trace> next() {
      close();
      if (!traces.hasNext()) {
        return Optional.empty();
      }
      Trace trace = traces.next();
      taken = take(trace, room);
      return Optional.of(trace);
    }

    @Override
    public void close() {
      if (taken != null) {
        taken.giveBack();
        taken = null;
      }
    }
  }

  private static String service(Span span) {
    return span.process().serviceName();
  }
}
