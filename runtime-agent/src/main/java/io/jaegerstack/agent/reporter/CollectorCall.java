package io.jaegerstack.agent.reporter;

import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One attempt to post spans, and whether the collector said what became of them.
final class CollectorCall extends ClientStreamTracer {
  /// What came of an attempt.
  ///
  /// @param sent the request went out
  /// @param answered the status is the collector's own word, not what this side made of its silence
  record Outcome(Status status, boolean sent, boolean answered) {
    /// The collector may have the spans all the same.
    boolean unanswered() {
      return sent && !answered;
    }
  }

  private static final MethodDescriptor<byte[], byte[]> POST_SPANS =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("jaeger.api_v2.CollectorService/PostSpans")
          .setRequestMarshaller(new RawMarshaller())
          .setResponseMarshaller(new RawMarshaller())
          .build();

  private volatile boolean sent;
  private volatile boolean answered;

  private CollectorCall() {}

  /// Sends `request` and waits for the answer, and for a connection where there is none, at most
  /// for `timeout`.
  static Outcome send(CollectorConnection connection, byte[] request, Duration timeout) {
    var call = new CollectorCall();
    try {
      ClientCalls.blockingUnaryCall(
          connection.channel(),
          POST_SPANS,
          CallOptions.DEFAULT
              .withWaitForReady()
              .withStreamTracerFactory(call.tracers())
              .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS),
          request);
      return new Outcome(Status.OK, true, true);
    } catch (StatusRuntimeException failed) {
      return new Outcome(failed.getStatus(), call.sent, call.answered);
    }
  }

  private ClientStreamTracer.Factory tracers() {
    return new ClientStreamTracer.Factory() {
      @Override
      public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata headers) {
        return CollectorCall.this;
      }
    };
  }

  @Override
  public void outboundMessage(int sequence) {
    sent = true;
  }

  @Override
  public void inboundTrailers(Metadata trailers) {
    answered = true;
  }
}
