package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/// The pods of one component, counted.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ComponentStatus(
    @JsonPropertyDescription("Pods that should run.") int desired,
    @JsonPropertyDescription("Pods of the current generation that serve.") int ready,
    @JsonPropertyDescription("Pods of the current generation.") int updated,
    @JsonPropertyDescription("ready/desired, for kubectl get.") String summary,
    @JsonPropertyDescription("Image of the current generation.") String image) {}
