package io.jaegerstack.settings;

import java.util.List;

/// Settings of collectors and queries that serve several tenants, under Jaeger's names.
public final class TenancySettings {
  public static final Setting<Boolean> ENABLED =
      Setting.flag("multi-tenancy.enabled")
          .says("whether every request must name its tenant, who sees only what is its own");

  public static final Setting<String> HEADER =
      Setting.text("multi-tenancy.header")
          .byDefault("x-tenant")
          .says("HTTP header, and metadata of gRPC, that names the tenant");

  /// Jaeger serves any tenant where none is named here.
  public static final Setting<List<String>> TENANTS =
      Setting.words("multi-tenancy.tenants")
          .says("the tenants: lower-case letters, digits and _; others are refused");

  /// Ours: TChannel's agents have no header.
  public static final Setting<String> DEFAULT_TENANT =
      Setting.text("multi-tenancy.default-tenant")
          .says("tenant of spans that come over TChannel, which has no header; empty: refused");

  static SettingGroup group() {
    return SettingGroup.of("Tenants", ENABLED, HEADER, TENANTS, DEFAULT_TENANT);
  }

  private TenancySettings() {}
}
