package io.jaegerstack.storage;

import io.jaegerstack.model.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The traces that a search found, made one at a time. For one thread at a time; closed by whoever
/// asked for them.
public interface FoundTraces extends AutoCloseable {
  /// The next trace, whole; empty where there are no more. The one before it must not be used any
  /// more: the room that it took is given back.
  ///
  /// @throws NoRoomException where the trace does not fit; the next call goes on to the one after
  ///   it
  /// @throws StorageException as every read does
  Optional<Trace> next();

  /// Gives back the room of the last trace. Does not throw.
  @Override
  void close();

  /// All that are left, for callers that know them to be few and small.
  default List<Trace> rest() {
    var all = new ArrayList<Trace>();
    for (Optional<Trace> trace = next(); trace.isPresent(); trace = next()) {
      all.add(trace.get());
    }
    return all;
  }
}
