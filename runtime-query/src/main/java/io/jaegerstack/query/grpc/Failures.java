package io.jaegerstack.query.grpc;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.storage.NoRoomException;
import io.jaegerstack.storage.StorageException;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/// What a failed call is answered with. Logged here, and nowhere else, unless it is the caller's
/// own mistake.
final class Failures {
  /// When gRPC's own retry tries again.
  private static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  private static final Duration COME_BACK = Duration.ofSeconds(1);

  private final RateLimitedLog warnings =
      RateLimitedLog.of(LoggerFactory.getLogger(QueryGrpcServer.class));

  StatusException answer(String method, RuntimeException failed) {
    return switch (failed) {
      case StatusRuntimeException refused -> refused.getStatus().asException();
      case NoRoomException full -> noRoom(full);
      case StorageException storage -> {
        warnings.warn(
            "storage failed method={} kind={} cause=\"{}\"",
            method,
            storage.kind(),
            String.valueOf(storage.getMessage()));
        yield status(storage).withDescription(storage.getMessage()).asException();
      }
      default -> {
        warnings.warn("call failed method={}", method, failed);
        yield Status.INTERNAL.withDescription("internal error").asException();
      }
    };
  }

  private static StatusException noRoom(NoRoomException full) {
    var trailers = new Metadata();
    if (!full.isTooLarge()) {
      trailers.put(PUSHBACK, Long.toString(COME_BACK.toMillis()));
    }
    return Status.RESOURCE_EXHAUSTED.withDescription(full.getMessage()).asException(trailers);
  }

  private static Status status(StorageException failed) {
    return switch (failed.kind()) {
      case NOT_FOUND -> Status.NOT_FOUND;
      case OVERLOADED -> Status.RESOURCE_EXHAUSTED;
      case UNAVAILABLE -> Status.UNAVAILABLE;
      case INVALID -> Status.INVALID_ARGUMENT;
    };
  }
}
