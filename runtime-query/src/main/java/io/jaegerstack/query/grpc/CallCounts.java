package io.jaegerstack.query.grpc;

import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// Counts calls by method and the code that they were answered with.
final class CallCounts {
  private final MeterRegistry registry;

  CallCounts(MeterRegistry registry) {
    this.registry = registry;
  }

  void count(String method, Status status) {
    Counter.builder("jaegerstack.query.grpc.calls")
        .description("Calls on the query's gRPC port")
        .tags("method", method, "code", status.getCode().name())
        .register(registry)
        .increment();
  }
}
