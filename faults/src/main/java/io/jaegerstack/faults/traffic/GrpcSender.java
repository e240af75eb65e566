package io.jaegerstack.faults.traffic;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A client with a collector over gRPC, as Jaeger's agents are: `PostSpans`.
public final class GrpcSender implements Sender {
  private static final long TIMEOUT_SECONDS = 10;

  private static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException broken) {
            throw new UncheckedIOException(broken);
          }
        }
      };

  private static final MethodDescriptor<byte[], byte[]> POST_SPANS =
      MethodDescriptor.newBuilder(BYTES, BYTES)
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("jaeger.api_v2.CollectorService/PostSpans")
          .build();

  private final ManagedChannel channel;

  private GrpcSender(ManagedChannel channel) {
    this.channel = channel;
  }

  /// @param port the collector's, or that of a proxy in front of it
  public static GrpcSender to(int port) {
    return new GrpcSender(
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().disableRetry().build());
  }

  @Override
  public Outcome send(List<TestSpan> batch) {
    var options = CallOptions.DEFAULT.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    try {
      ClientCalls.blockingUnaryCall(channel, POST_SPANS, options, ProtoBytes.apiV2(batch));
      return Outcome.acked();
    } catch (StatusRuntimeException failed) {
      return outcome(failed);
    }
  }

  private static Outcome outcome(StatusRuntimeException failed) {
    Status status = failed.getStatus();
    Metadata trailers = failed.getTrailers();
    boolean hint = trailers != null && trailers.containsKey(PUSHBACK);
    return switch (status.getCode()) {
      case RESOURCE_EXHAUSTED, INVALID_ARGUMENT, UNIMPLEMENTED ->
          Outcome.refused(status.toString(), hint);
      case UNAVAILABLE ->
          hint ? Outcome.refused(status.toString(), true) : Outcome.unknown(status.toString());
      default -> Outcome.unknown(status.toString());
    };
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
