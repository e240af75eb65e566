package io.jaegerstack.query.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.query.service.QueryService;
import io.jaegerstack.storage.TraceQuery;
import io.jaegertracing.api_v2.Query;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Requests of api_v2 as the query service takes them; whatever is not as expected becomes
/// INVALID_ARGUMENT with the field's name, what was found and what is expected.
final class Requests {
  /// The storages count nanoseconds in a long. The year 2262.
  private static final long MOST_SECONDS = TimeUnit.NANOSECONDS.toSeconds(Long.MAX_VALUE) - 1;

  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  static TraceId traceId(ByteString bytes) {
    if (bytes.size() != Long.BYTES && bytes.size() != 2 * Long.BYTES) {
      throw invalid("trace_id has %d bytes, expected 16, or 8 of an older client", bytes.size());
    }
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    var id = new TraceId(bytes.size() == Long.BYTES ? 0 : buffer.getLong(), buffer.getLong());
    if (id.isZero()) {
      throw invalid("uninitialized TraceID is not allowed: trace_id is all zero");
    }
    return id;
  }

  static TraceQuery query(Query.FindTracesRequest request, InstantSource clock) {
    if (!request.hasQuery()) {
      throw invalid("missing query");
    }
    Query.TraceQueryParameters asked = request.getQuery();
    Instant to =
        time("start_time_max", asked.hasStartTimeMax(), asked.getStartTimeMax())
            .orElseGet(clock::instant);
    Instant from =
        time("start_time_min", asked.hasStartTimeMin(), asked.getStartTimeMin())
            .orElseGet(() -> to.minus(QueryService.DEFAULT_LOOKBACK));
    try {
      return new TraceQuery(
          asked.getServiceName(),
          asked.getOperationName().isEmpty() ? null : asked.getOperationName(),
          asked.getTagsMap(),
          from,
          to,
          duration("duration_min", asked.getDurationMin()),
          duration("duration_max", asked.getDurationMax()),
          limit(asked.getSearchDepth()));
    } catch (IllegalArgumentException contradiction) {
      throw invalid("query: %s", contradiction.getMessage());
    }
  }

  /// Empty where the field was not sent.
  static Optional<Instant> time(String field, boolean isSet, Timestamp time) {
    if (!isSet) {
      return Optional.empty();
    }
    if (time.getSeconds() < 0
        || time.getSeconds() > MOST_SECONDS
        || time.getNanos() < 0
        || time.getNanos() >= NANOS_PER_SECOND) {
      throw invalid(
          "%s is %d s and %d ns, expected a time from 1970 to 2262",
          field, time.getSeconds(), time.getNanos());
    }
    return Optional.of(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()));
  }

  private static java.time.@Nullable Duration duration(String field, Duration duration) {
    if (duration.getSeconds() < 0
        || duration.getSeconds() > MOST_SECONDS
        || duration.getNanos() < 0) {
      throw invalid(
          "%s is %d s and %d ns, expected a duration of 0 or more",
          field, duration.getSeconds(), duration.getNanos());
    }
    var value = java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    return value.isZero() ? null : value;
  }

  private static int limit(int searchDepth) {
    if (searchDepth < 0 || searchDepth > QueryService.MOST_TRACES) {
      throw invalid(
          "search_depth is %d, expected 0 to %d traces", searchDepth, QueryService.MOST_TRACES);
    }
    return searchDepth == 0 ? QueryService.DEFAULT_TRACES : searchDepth;
  }

  static StatusRuntimeException invalid(String message, @Nullable Object... arguments) {
    return Status.INVALID_ARGUMENT
        .withDescription(message.formatted(arguments))
        .asRuntimeException();
  }

  private Requests() {}
}
