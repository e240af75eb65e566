package io.jaegerstack.storage.segments;

import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.FoundTraces;
import io.jaegerstack.storage.Operation;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.TraceQuery;
import io.jaegerstack.storage.TraceRoom;
import io.jaegerstack.storage.segments.search.TraceLoad;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Reads an engine's spans; each call looks at what there is when it begins.
public final class SegmentReader implements SpanReader {
  private final Engine engine;
  private final EngineEvents events;

  public SegmentReader(Engine engine, EngineEvents events) {
    this.engine = engine;
    this.events = events;
  }

  @Override
  public Optional<Trace> trace(TraceId id, Room room) {
    return load(id, room).map(TraceLoad.Loaded::trace);
  }

  private Optional<TraceLoad.Loaded> load(TraceId id, Room room) {
    try (View view = engine.view()) {
      return view.contents().trace(id, room, events::damaged);
    } catch (IOException failed) {
      throw unreadable(failed);
    }
  }

  static StorageException unreadable(IOException failed) {
    return new StorageException(
        StorageException.Kind.UNAVAILABLE, "cannot read: " + failed.getMessage(), failed);
  }

  @Override
  public FoundTraces findTraces(TraceQuery query, Room room) {
    return new Found(new ArrayDeque<>(findTraceIds(query)), room);
  }

  @Override
  public List<TraceId> findTraceIds(TraceQuery query) {
    try (View view = engine.view()) {
      return view.contents().find(query, events::damaged);
    } catch (IOException failed) {
      throw unreadable(failed);
    }
  }

  @Override
  public List<String> services() {
    try (View view = engine.view()) {
      return view.contents().services();
    }
  }

  @Override
  public List<Operation> operations(String service) {
    try (View view = engine.view()) {
      return view.contents().operations(service, events::damaged);
    } catch (IOException failed) {
      throw unreadable(failed);
    }
  }

  /// Traces that wait to be loaded; those that have left meanwhile are passed over.
  private final class Found implements FoundTraces {
    private final Queue<TraceId> waiting;
    private final Room room;
    private @Nullable TraceRoom taken;

    Found(Queue<TraceId> waiting, Room room) {
      this.waiting = waiting;
      this.room = room;
    }

    @Override
    public Optional<Trace> next() {
      close();
      for (TraceId id = waiting.poll(); id != null; id = waiting.poll()) {
        Optional<TraceLoad.Loaded> loaded = load(id, room);
        if (loaded.isPresent()) {
          taken = loaded.get().room();
          return Optional.of(loaded.get().trace());
        }
      }
      return Optional.empty();
    }

    @Override
    public void close() {
      if (taken != null) {
        taken.giveBack();
        taken = null;
      }
    }
  }
}
