package io.jaegerstack.collector.pipeline;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.SpanBatch;

/// Names spans and processes that came without a name, with Jaeger's own placeholders
/// (`internal/jptrace/sanitizer`), so that they can be searched for.
final class EmptyNames implements Stage {
  static final Key SERVICE = Key.of("empty-service-name");
  static final Key OPERATION = Key.of("empty-span-name");

  @Override
  public void apply(SpanBatch batch, Origin origin) {
    for (int i = 0; i < batch.size(); i++) {
      FlatSpan span = batch.span(i);
      if (span.operation.length() == 0) {
        span.operation = OPERATION;
      }
      if (span.process.serviceName().length() == 0) {
        span.process = new FlatProcess(SERVICE, span.process.tags());
      }
    }
  }
}
