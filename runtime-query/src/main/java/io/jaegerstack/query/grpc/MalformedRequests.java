package io.jaegerstack.query.grpc;

import com.google.protobuf.Message;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.jaegerstack.server.RateLimitedLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/// Answers requests that are not the message of their method with INVALID_ARGUMENT and the cause.
/// grpc-java itself says INTERNAL, which callers take for our fault, and logs each with its stack.
final class MalformedRequests implements ServerInterceptor {
  private final Map<String, Message> prototypes;
  private final CallCounts counts;
  private final RateLimitedLog warnings =
      RateLimitedLog.of(LoggerFactory.getLogger(QueryGrpcServer.class));

  private MalformedRequests(Map<String, Message> prototypes, CallCounts counts) {
    this.prototypes = prototypes;
    this.counts = counts;
  }

  /// `service`, reading its requests through this.
  static ServerServiceDefinition refusedBefore(ServerServiceDefinition service, CallCounts counts) {
    Map<String, Message> prototypes =
        service.getMethods().stream()
            .map(ServerMethodDefinition::getMethodDescriptor)
            .collect(
                Collectors.toMap(
                    MethodDescriptor::getFullMethodName, MalformedRequests::prototype));
    return ServerInterceptors.intercept(
        ServerInterceptors.useInputStreamMessages(service),
        new MalformedRequests(prototypes, counts));
  }

  private static Message prototype(MethodDescriptor<?, ?> method) {
    if (method.getRequestMarshaller() instanceof MethodDescriptor.PrototypeMarshaller<?> marshaller
        && marshaller.getMessagePrototype() instanceof Message prototype) {
      return prototype;
    }
    throw new IllegalArgumentException(method.getFullMethodName() + " takes no protobuf message");
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new Reading<>(call, next.startCall(call, headers));
  }

  private Status refusal(MethodDescriptor<?, ?> method, byte[] request, RuntimeException failed) {
    String cause =
        String.valueOf((failed.getCause() == null ? failed : failed.getCause()).getMessage());
    Message prototype = prototypes.get(method.getFullMethodName());
    String message = prototype == null ? "request" : prototype.getDescriptorForType().getFullName();
    String field =
        prototype == null ? "" : BrokenField.in(prototype.getDescriptorForType(), request);
    return refused(
        method,
        "%s%s cannot be read: %s".formatted(message, field.isEmpty() ? "" : ": " + field, cause));
  }

  private Status refused(MethodDescriptor<?, ?> method, String why) {
    warnings.warn("malformed call method={} cause=\"{}\"", method.getBareMethodName(), why);
    Status status = Status.INVALID_ARGUMENT.withDescription(why);
    counts.count(String.valueOf(method.getBareMethodName()), status);
    return status;
  }

  /// One call. After a refusal its service hears nothing more of it but its end.
  private final class Reading<Q, A> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, A> call;
    private boolean isRefused;

    Reading(ServerCall<Q, A> call, ServerCall.Listener<Q> service) {
      super(service);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      if (isRefused) {
        return;
      }
      byte[] bytes;
      try {
        bytes = ((InputStream) message).readAllBytes();
      } catch (StatusRuntimeException tooLarge) {
        refuse(tooLarge.getStatus());
        return;
      } catch (IOException notPacked) {
        refuse(
            refused(
                call.getMethodDescriptor(),
                "message cannot be unpacked: " + notPacked.getMessage()));
        return;
      }
      read(bytes);
    }

    @SuppressWarnings("unchecked") // the service takes streams: see refusedBefore
    private void read(byte[] bytes) {
      try {
        super.onMessage((Q) new ByteArrayInputStream(bytes));
      } catch (StatusRuntimeException notTheMessage) {
        refuse(refusal(call.getMethodDescriptor(), bytes, notTheMessage));
      }
    }

    private void refuse(Status status) {
      isRefused = true;
      call.close(status, new Metadata());
    }

    @Override
    public void onHalfClose() {
      if (!isRefused) {
        super.onHalfClose();
      }
    }
  }
}
