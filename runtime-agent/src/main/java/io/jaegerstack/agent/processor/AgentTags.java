package io.jaegerstack.agent.processor;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.SpanBatch;
import java.util.List;
import java.util.Map;

/// `agent.tags`: added to every process of a batch, after its own.
public final class AgentTags {
  private final List<Map.Entry<Key, Key>> tags;

  private AgentTags(List<Map.Entry<Key, Key>> tags) {
    this.tags = tags;
  }

  public static AgentTags of(Map<String, String> tags) {
    return new AgentTags(
        tags.entrySet().stream()
            .map(tag -> Map.entry(Key.of(tag.getKey()), Key.of(tag.getValue())))
            .toList());
  }

  /// Spans of one process follow each other; a process that comes again is another object.
  public void addTo(SpanBatch batch) {
    FlatProcess last = null;
    for (int i = 0; i < batch.size(); i++) {
      FlatProcess process = batch.span(i).process;
      if (!process.equals(last)) {
        addTo(process);
        last = process;
      }
    }
  }

  private void addTo(FlatProcess process) {
    for (Map.Entry<Key, Key> tag : tags) {
      process.tags().addString(tag.getKey(), tag.getValue());
    }
  }
}
