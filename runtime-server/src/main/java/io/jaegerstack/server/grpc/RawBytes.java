package io.jaegerstack.server.grpc;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.BiConsumer;

/// gRPC services over bytes, without generated classes between the network and our own readers.
public final class RawBytes {
  /// A service of one unary method.
  public static ServerServiceDefinition service(
      String service, String method, BiConsumer<byte[], StreamObserver<byte[]>> handler) {
    MethodDescriptor<Request, byte[]> descriptor =
        MethodDescriptor.newBuilder(new Requests(), new Responses())
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(service, method))
            .build();
    return ServerServiceDefinition.builder(service)
        .addMethod(
            descriptor,
            ServerCalls.asyncUnaryCall(
                (request, answer) -> {
                  if (request.refusal() == null) {
                    handler.accept(request.bytes(), answer);
                  } else {
                    answer.onError(request.refusal().asRuntimeException());
                  }
                }))
        .build();
  }

  private static final class Requests implements MethodDescriptor.Marshaller<Request> {
    @Override
    public InputStream stream(Request request) {
      return new Known(request.bytes());
    }

    /// Reads a message, whose size grpc-java bounds, also while it is unpacked.
    @Override
    public Request parse(InputStream message) {
      try {
        return Request.of(
            message instanceof KnownLength
                ? message.readNBytes(message.available())
                : message.readAllBytes());
      } catch (StatusRuntimeException tooLarge) {
        return Request.refused(tooLarge.getStatus());
      } catch (IOException notPacked) {
        String reason = "message cannot be unpacked: " + notPacked.getMessage();
        return Request.refused(Status.INVALID_ARGUMENT.withDescription(reason));
      }
    }
  }

  private static final class Responses implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new Known(message);
    }

    @Override
    public byte[] parse(InputStream message) {
      try {
        return message.readAllBytes();
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
  }

  /// Tells grpc-java its length and writes itself, so that it is framed without a buffer of its own
  /// and copied without another.
  private static final class Known extends ByteArrayInputStream implements KnownLength, Drainable {
    Known(byte[] message) {
      super(message);
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      return (int) transferTo(target);
    }
  }

  private RawBytes() {}
}
