package io.jaegerstack.storage.blackhole;

import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.FoundTraces;
import io.jaegerstack.storage.Operation;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.TraceQuery;
import java.util.List;
import java.util.Optional;

/// Every question has an answer, and the answer is nothing.
final class NothingFound implements SpanReader {
  @Override
  public Optional<Trace> trace(TraceId id, Room room) {
    return Optional.empty();
  }

  @Override
  public FoundTraces findTraces(TraceQuery query, Room room) {
    return new FoundTraces() {
      @Override
      public Optional<Trace> next() {
        return Optional.empty();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public List<TraceId> findTraceIds(TraceQuery query) {
    return List.of();
  }

  @Override
  public List<String> services() {
    return List.of();
  }

  @Override
  public List<Operation> operations(String service) {
    return List.of();
  }
}
