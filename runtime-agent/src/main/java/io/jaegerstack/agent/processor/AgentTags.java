package io.jaegerstack.agent.processor;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.Key;
import java.util.List;
import java.util.Map;

/// `agent.tags`: added to the process of every batch, after its own.
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

  void addTo(FlatProcess process) {
    for (Map.Entry<Key, Key> tag : tags) {
      process.tags().addString(tag.getKey(), tag.getValue());
    }
  }
}
