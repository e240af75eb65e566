package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// Metrics for Prometheus, announced by the pods' annotations prometheus.io/scrape and
/// prometheus.io/port.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(self.scrapePort) || !(self.scrapePort in [4317, 4318, 5775, 5778, 6831, 6832, 9411, 14250, 14267, 14268, 14272, 14277, 16685, 16686])",
    fieldPath = ".scrapePort",
    message =
        "spec.monitoring.prometheus.scrapePort is a port that the stack serves spans or queries on, expected another"
            + " one from 1024 to 65535, such as 8888")
public record PrometheusSpec(
    @JsonPropertyDescription(
            "Port of health and metrics in every pod of the stack; agents take it on their node. Default: Jaeger's admin ports: agent 14271, collector and all-in-one 14269, query 16687.")
        @Min(1024)
        @Max(65535)
        @Nullable Integer scrapePort) {}
