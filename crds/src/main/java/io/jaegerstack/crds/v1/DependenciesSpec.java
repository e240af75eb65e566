package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// The graph of services, which the collectors compute and store.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DependenciesSpec(
    @JsonPropertyDescription(
            "Whether one of the collectors computes the graph of services from the spans that are stored, and stores it where Jaeger's own job would. Default: true with Elasticsearch, OpenSearch and Cassandra; with Memory and Local it is computed when it is asked for.")
        @Nullable Boolean enabled,
    @JsonPropertyDescription(
            "How often it is computed: hours, minutes and seconds such as 1h, 15m, 90s. Default: the collector's own.")
        @Pattern("^([0-9]+h)?([0-9]+m)?([0-9]+s)?$")
        @Size(min = 2, max = 16)
        @Nullable String interval) {}
