package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.SpanBatch;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The agent's tags, which travel once per frame: added to every process in it, after its own.
final class FrameTags {
  private static final FrameTags NONE = new FrameTags(new Key[0], new Key[0]);

  private final Key[] keys;
  private final Key[] values;

  private FrameTags(Key[] keys, Key[] values) {
    this.keys = keys;
    this.values = values;
  }

  static FrameTags of(Map<String, String> tags) {
    if (tags.isEmpty()) {
      return NONE;
    }
    return new FrameTags(
        tags.keySet().stream().map(Key::of).toArray(Key[]::new),
        tags.values().stream().map(Key::of).toArray(Key[]::new));
  }

  /// Adds them to a batch that was just read. Spans of one process follow each other; a process
  /// that comes again is another object.
  void addTo(SpanBatch batch) {
    if (keys.length == 0) {
      return;
    }
    @Nullable FlatProcess last = null;
    for (int i = 0; i < batch.size(); i++) {
      FlatProcess process = batch.span(i).process;
      if (!process.equals(last)) {
        addTo(process);
        last = process;
      }
    }
  }

  private void addTo(FlatProcess process) {
    for (int i = 0; i < keys.length; i++) {
      process.tags().addString(keys[i], values[i]);
    }
  }
}
