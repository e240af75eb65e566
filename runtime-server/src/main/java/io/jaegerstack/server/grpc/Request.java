package io.jaegerstack.server.grpc;

import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/// A gRPC message as the bytes it is: the one copy out of the network buffer, which then backs the
/// batch that is read from it.
///
/// @param bytes of the message; none where it is refused
/// @param refusal why the message could not be unpacked, if so. It is carried to the service,
///   because grpc-java answers what a marshaller throws with UNKNOWN, which senders repeat
record Request(byte[] bytes, @Nullable Status refusal) {
  static Request of(byte[] bytes) {
    return new Request(bytes, null);
  }

  static Request refused(Status refusal) {
    return new Request(new byte[0], refusal);
  }
}
