package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Static sampling strategies: one for everybody, and one per service.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SamplingSpec(
    @JsonPropertyDescription(
            "Strategy of services that have none of their own. Default: probabilistic with param 0.001.")
        @JsonProperty("default")
        @Nullable SamplingStrategySpec defaultStrategy,
    @JsonPropertyDescription("Strategies of single services. Default: none.") @Size(max = 500)
        @Nullable List<ServiceSamplingSpec> services) {}
