package io.jaegerstack.query.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.jaegerstack.fuzzing.FuzzTarget;
import io.jaegerstack.fuzzing.FuzzTests;
import io.jaegerstack.fuzzing.ProtobufGrammar;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.TraceQuery;
import io.jaegertracing.api_v2.Query.FindTracesRequest;
import io.jaegertracing.api_v2.Query.GetTraceRequest;
import io.jaegertracing.api_v2.Query.TraceQueryParameters;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Requests of api_v2 become queries, or INVALID_ARGUMENT with a reason.
class RequestsFuzzTest {
  private static final InstantSource CLOCK = () -> Instant.ofEpochSecond(1_700_000_000);

  @TestFactory
  Stream<DynamicTest> requests() {
    return FuzzTests.of(List.of(find(), trace()));
  }

  private static FuzzTarget<?> find() {
    var query =
        TraceQueryParameters.newBuilder()
            .setServiceName("shop")
            .setOperationName("op")
            .putTags("error", "true")
            .setStartTimeMin(Timestamp.newBuilder().setSeconds(1_600_000_000).setNanos(5))
            .setStartTimeMax(Timestamp.newBuilder().setSeconds(1_600_000_100))
            .setDurationMin(Duration.newBuilder().setNanos(5))
            .setDurationMax(Duration.newBuilder().setSeconds(5))
            .setSearchDepth(20);
    byte[] sample = FindTracesRequest.newBuilder().setQuery(query).build().toByteArray();
    return FuzzTarget.<TraceQuery>of(
            "FindTraces request",
            new ProtobufGrammar(),
            List.of(sample),
            () -> input -> Requests.query(parsed(input, FindTracesRequest.parser()), CLOCK))
        .refusing(StatusRuntimeException.class)
        .allocating(80, 16 * 1024)
        .checking((input, read) -> assertThat(read.toString()).isNotEmpty());
  }

  private static FuzzTarget<?> trace() {
    byte[] sample =
        GetTraceRequest.newBuilder()
            .setTraceId(ByteString.copyFrom(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}))
            .build()
            .toByteArray();
    return FuzzTarget.<TraceId>of(
            "GetTrace request",
            new ProtobufGrammar(),
            List.of(sample),
            () -> input -> Requests.traceId(parsed(input, GetTraceRequest.parser()).getTraceId()))
        .refusing(StatusRuntimeException.class)
        .allocating(80, 16 * 1024)
        .checking((input, id) -> assertThat(id.isZero()).isFalse());
  }

  /// As [MalformedRequests] does, with the field that is to blame.
  private static <T extends com.google.protobuf.Message> T parsed(
      byte[] input, com.google.protobuf.Parser<T> parser) {
    try {
      return parser.parseFrom(input);
    } catch (InvalidProtocolBufferException malformed) {
      var type =
          input.length % 2 == 0
              ? FindTracesRequest.getDescriptor()
              : GetTraceRequest.getDescriptor();
      throw Status.INVALID_ARGUMENT
          .withDescription(BrokenField.in(type, input) + " " + malformed.getMessage())
          .asRuntimeException();
    }
  }
}
