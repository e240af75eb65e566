package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/// How the stack shows its metrics.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MonitoringSpec(
    @JsonPropertyDescription("Metrics for Prometheus.") @Nullable PrometheusSpec prometheus) {}
