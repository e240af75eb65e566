package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// The probability of one operation. Clients know no other kind of strategy per operation.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OperationSamplingSpec(
    @JsonPropertyDescription("Name of the operation.") @Required @Size(min = 1, max = 256)
        @Nullable String operation,
    @JsonPropertyDescription("Probability from 0 to 1.") @Required @Min(0) @Max(1)
        @Nullable Double param) {}
