package io.jaegerstack.agent.reporter;

import io.grpc.Status;
import io.jaegerstack.wire.proto.ApiV2Writer;
import java.time.Duration;

/// Batches as api_v2 `PostSpans`.
public final class GrpcCalls implements CollectorCalls {
  private final CollectorConnection connection;
  private final Duration timeout;

  /// @param timeout for one attempt
  public GrpcCalls(CollectorConnection connection, Duration timeout) {
    this.connection = connection;
    this.timeout = timeout;
  }

  @Override
  public String protocol() {
    return "grpc";
  }

  @Override
  public Caller caller() {
    var writer = new ApiV2Writer();
    return group -> {
      byte[] request = writer.write(group);
      return () -> attempt(request);
    };
  }

  private Outcome attempt(byte[] request) {
    CollectorCall.Outcome outcome = CollectorCall.send(connection, request, timeout);
    Status status = outcome.status();
    return status.isOk()
        ? Outcome.DELIVERED
        : new Outcome(
            RetryPolicy.verdict(outcome, isConnected()), outcome.unanswered(), status.toString());
  }

  @Override
  public boolean isConnected() {
    return connection.isConnected();
  }

  @Override
  public long reconnects() {
    return connection.reconnects();
  }
}
