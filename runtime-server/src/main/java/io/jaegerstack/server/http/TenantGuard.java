package io.jaegerstack.server.http;

import io.jaegerstack.settings.CurrentTenant;
import io.jaegerstack.settings.Tenancy;
import java.util.List;

/// Lets requests in that name a tenant, which is then the [CurrentTenant] of their handler, and
/// refuses others in Jaeger's words.
public final class TenantGuard {
  private static final int UNAUTHORIZED = 401;

  private final Tenancy tenancy;

  public TenantGuard(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  /// `handler` for tenants only, where the process tells them apart.
  public HttpHandler of(HttpHandler handler) {
    return tenancy.isOn()
        ? call -> CurrentTenant.call(tenant(call), () -> handler.answer(call))
        : handler;
  }

  private String tenant(HttpCall call) {
    List<String> named = call.headerAll(tenancy.header());
    if (named.size() > 1) {
      // A proxy that adds its header to the caller's lets the caller choose.
      throw new HttpFailure(UNAUTHORIZED, "extra tenant header");
    }
    String tenant = named.isEmpty() ? "" : named.getFirst();
    if (tenant.isEmpty()) {
      throw new HttpFailure(UNAUTHORIZED, "missing tenant header");
    }
    if (!tenancy.knows(tenant)) {
      throw new HttpFailure(UNAUTHORIZED, "unknown tenant");
    }
    return tenant;
  }
}
