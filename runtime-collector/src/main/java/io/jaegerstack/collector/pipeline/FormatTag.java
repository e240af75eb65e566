package io.jaegerstack.collector.pipeline;

import io.jaegerstack.model.Key;
import io.jaegerstack.model.SpanBatch;

/// Leaves `internal.span.format` on each span, as Jaeger's collector does.
final class FormatTag implements Stage {
  static final Key KEY = Key.of("internal.span.format");

  @Override
  public void apply(SpanBatch batch, Origin origin) {
    Key value = origin.format().tagValue();
    for (int i = 0; i < batch.size(); i++) {
      batch.span(i).addTag(KEY, value);
    }
  }
}
