package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/// CPU and memory of a container.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ResourcesSpec(
    @JsonPropertyDescription("What the scheduler reserves on a node.")
        @Nullable ResourceAmounts requests,
    @JsonPropertyDescription("What the container may use at most.")
        @Nullable ResourceAmounts limits) {}
