package io.jaegerstack.server.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.jaegerstack.settings.CurrentTenant;
import io.jaegerstack.settings.Tenancy;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lets calls in that name one tenant, which is then the [CurrentTenant] of their service, and
/// refuses others in Jaeger's words. Health is anyone's.
final class TenantInterceptor implements ServerInterceptor {
  private static final String HEALTH = "grpc.health.v1.Health";

  private final Tenancy tenancy;
  private final Metadata.Key<String> header;

  TenantInterceptor(Tenancy tenancy) {
    this.tenancy = tenancy;
    this.header = Metadata.Key.of(tenancy.header(), Metadata.ASCII_STRING_MARSHALLER);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (HEALTH.equals(call.getMethodDescriptor().getServiceName())) {
      return next.startCall(call, headers);
    }
    Iterable<String> named = headers.getAll(header);
    Optional<Status> refusal = refusal(named);
    if (refusal.isPresent()) {
      call.close(refusal.get(), new Metadata());
      return new ServerCall.Listener<>() {};
    }
    String tenant = named == null ? "" : named.iterator().next();
    return bound(tenant, next.startCall(call, headers));
  }

  private Optional<Status> refusal(@Nullable Iterable<String> named) {
    if (named == null) {
      return Optional.of(Status.UNAUTHENTICATED.withDescription("missing tenant header"));
    }
    Iterator<String> names = named.iterator();
    String tenant = names.next();
    if (names.hasNext()) {
      return Optional.of(Status.PERMISSION_DENIED.withDescription("extra tenant header"));
    }
    return tenancy.knows(tenant)
        ? Optional.empty()
        : Optional.of(Status.PERMISSION_DENIED.withDescription("unknown tenant"));
  }

  private static <Q> ServerCall.Listener<Q> bound(String tenant, ServerCall.Listener<Q> service) {
    return new SimpleForwardingServerCallListener<>(service) {
      @Override
      public void onMessage(Q message) {
        CurrentTenant.run(tenant, () -> super.onMessage(message));
      }

      @Override
      public void onHalfClose() {
        CurrentTenant.run(tenant, super::onHalfClose);
      }
    };
  }
}
