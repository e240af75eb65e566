package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One sampling strategy.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "self.type != 'probabilistic' || (self.param >= 0.0 && self.param <= 1.0)",
    fieldPath = ".param",
    message =
        "param is no probability, expected a number from 0 to 1 with type probabilistic, such as 0.1 for every tenth trace")
@ValidationRule(
    value = "self.type != 'ratelimiting' || self.param >= 0.0",
    fieldPath = ".param",
    message = "param is no rate, expected traces per second, 0 or more, with type ratelimiting")
public record SamplingStrategySpec(
    @JsonPropertyDescription(
            "Kind of strategy. probabilistic: param is the probability. ratelimiting: param is traces per second and client.")
        @Required
        @Nullable SamplingType type,
    @JsonPropertyDescription(
            "With probabilistic the probability from 0 to 1, with ratelimiting traces per second.")
        @Required
        @Nullable Double param,
    @JsonPropertyDescription("Probabilities of single operations of the service. Default: none.")
        @Size(max = 100)
        @Nullable List<OperationSamplingSpec> operations) {}
