package io.jaegerstack.server.http;

import io.jaegerstack.settings.CurrentTenant;
import io.jaegerstack.settings.Tenancy;

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
    String tenant = call.header(tenancy.header()).orElse("");
    if (tenant.isEmpty()) {
      throw new HttpFailure(UNAUTHORIZED, "missing tenant header");
    }
    if (!tenancy.knows(tenant)) {
      throw new HttpFailure(UNAUTHORIZED, "unknown tenant");
    }
    return tenant;
  }
}
