package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.SpanBatch;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The agent's tags, which travel once per frame: added to every process in it, after its own. One
/// frame has many processes, so what is added is bounded.
final class FrameTags {
  /// Tags added to all processes of a frame together. A frame of 256 KiB with 64 agent tags and a
  /// process in every 64 bytes has as many.
  static final int MOST_ADDED = 1 << 18;

  /// Heap of one: its places in the arrays of a process, which grow by doubling.
  private static final int ADDED_BYTES = 34;

  private final Key[] keys;
  private final Key[] values;
  private int added;

  private FrameTags(Key[] keys, Key[] values) {
    this.keys = keys;
    this.values = values;
  }

  static FrameTags of(Map<String, String> tags) {
    return new FrameTags(
        tags.keySet().stream().map(Key::of).toArray(Key[]::new),
        tags.values().stream().map(Key::of).toArray(Key[]::new));
  }

  /// Adds them to a batch that was just read, as long as they are not too many. Spans of one
  /// process follow each other; a process that comes again is another object.
  ///
  /// @return heap that they take there
  long addTo(SpanBatch batch) {
    if (keys.length == 0) {
      return 0;
    }
    int before = added;
    @Nullable FlatProcess last = null;
    for (int i = 0; i < batch.size() && !areTooMany(); i++) {
      FlatProcess process = batch.span(i).process;
      if (!process.equals(last)) {
        addTo(process);
        last = process;
      }
    }
    return (long) (added - before) * ADDED_BYTES;
  }

  /// Whether what was added is beyond the bound; nothing is added from then on.
  boolean areTooMany() {
    return added > MOST_ADDED;
  }

  private void addTo(FlatProcess process) {
    added += keys.length;
    for (int i = 0; i < keys.length; i++) {
      process.tags().addString(keys[i], values[i]);
    }
  }
}
