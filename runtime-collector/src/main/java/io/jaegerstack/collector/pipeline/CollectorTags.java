package io.jaegerstack.collector.pipeline;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.SpanBatch;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Adds the tags of `--collector.tags` to every process.
final class CollectorTags implements Stage {
  private final Key[] keys;
  private final Key[] values;

  CollectorTags(Map<String, String> tags) {
    this.keys = tags.keySet().stream().map(Key::of).toArray(Key[]::new);
    this.values = tags.values().stream().map(Key::of).toArray(Key[]::new);
  }

  @Override
  public void apply(SpanBatch batch, Origin origin) {
    if (keys.length == 0) {
      return;
    }
    @Nullable FlatProcess before = null;
    @Nullable FlatProcess after = null;
    for (int i = 0; i < batch.size(); i++) {
      FlatSpan span = batch.span(i);
      if (after == null || !span.process.equals(before)) {
        before = span.process;
        after = tagged(before);
      }
      span.process = after;
    }
  }

  private FlatProcess tagged(FlatProcess process) {
    FlatTags tags = process.tags().trimmedCopy();
    for (int i = 0; i < keys.length; i++) {
      tags.addString(keys[i], values[i]);
    }
    return new FlatProcess(process.serviceName(), tags);
  }
}
