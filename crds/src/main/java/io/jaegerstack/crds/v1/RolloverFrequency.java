package io.jaegerstack.crds.v1;

/// How often a new index is begun. The names are Jaeger's, and the values in the custom resource.
public enum RolloverFrequency {
  /// jaeger-span-2026-01-31
  day,
  /// jaeger-span-2026-01-31-23
  hour
}
