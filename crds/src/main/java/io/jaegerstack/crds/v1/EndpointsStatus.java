package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/// Addresses of a stack.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record EndpointsStatus(
    @JsonPropertyDescription(
            "Host name of the collector's Service; ports 14250 gRPC, 14267 TChannel, 14268 HTTP, 14277 relay, 4317 and 4318 OTLP, and 9411 Zipkin where collector.zipkin.host-port is among its options.")
        @Nullable String collector,
    @JsonPropertyDescription("URL of the query service and its UI inside the cluster.")
        @Nullable String query,
    @JsonPropertyDescription("URL of the UI through the Ingress.") @Nullable String ui) {}
