package io.jaegerstack.server.grpc;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.jaegerstack.server.Metrics;
import io.micrometer.core.instrument.Counter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Every gRPC call by its method and the code it ended with, also those that grpc-java refuses
/// before any service sees them: too large, too slow, unknown. The name is the one that
/// go-grpc-prometheus made common.
final class CallCounts extends ServerStreamTracer.Factory {
  /// Method names come from outside: those that are not ours are counted together.
  private static final String UNKNOWN = "unknown";

  private final Metrics metrics;
  private final Set<String> methods;
  private final Map<String, Map<Status.Code, Counter>> counters = new ConcurrentHashMap<>();

  CallCounts(Metrics metrics, Set<String> methods) {
    this.metrics = metrics;
    this.methods = Set.copyOf(methods);
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
    String method = methods.contains(fullMethodName) ? fullMethodName : UNKNOWN;
    return new ServerStreamTracer() {
      @Override
      public void streamClosed(Status status) {
        counter(method, status.getCode()).increment();
      }
    };
  }

  private Counter counter(String method, Status.Code code) {
    return counters
        .computeIfAbsent(method, absent -> new ConcurrentHashMap<>())
        .computeIfAbsent(
            code,
            absent ->
                metrics.counter(
                    "grpc_server_handled", "grpc_method", method, "grpc_code", code.name()));
  }
}
