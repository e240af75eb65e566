package io.jaegerstack.agent.reporter;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.relay.FrameBodyBuilder;
import java.util.List;
import java.util.Map;

/// `agent.tags`: of every process in a frame, after its own. They travel once, at the frame's head;
/// where spans travel without a frame, they are added to each process.
public final class AgentTags {
  private final List<Map.Entry<Key, Key>> tags;
  private final byte[] head;

  private AgentTags(List<Map.Entry<Key, Key>> tags, byte[] head) {
    this.tags = tags;
    this.head = head;
  }

  public static AgentTags of(Map<String, String> tags) {
    return new AgentTags(
        tags.entrySet().stream()
            .map(tag -> Map.entry(Key.of(tag.getKey()), Key.of(tag.getValue())))
            .toList(),
        FrameBodyBuilder.tags(tags));
  }

  /// What the body of a frame begins with.
  public byte[] head() {
    return head.clone();
  }

  /// Spans of one process follow each other; a process that comes again is another object.
  void addTo(SpanBatch batch) {
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
