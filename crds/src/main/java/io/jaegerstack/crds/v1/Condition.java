package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/// One statement about a stack, in the form that `kubectl wait --for=condition=` understands.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Condition(
    @JsonPropertyDescription("Name of the statement.") @Required String type,
    @JsonPropertyDescription("Whether it holds: True, False or Unknown.") @Required String status,
    @JsonPropertyDescription("One word for why.") @Required String reason,
    @JsonPropertyDescription("A sentence for why.") @Nullable String message,
    @JsonPropertyDescription("Generation of the spec that it speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("When status last changed, RFC 3339.")
        @Nullable String lastTransitionTime) {}
