package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// CPU and memory of a container.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(self.requests) || !has(self.limits)"
            + " || ((!has(self.requests.memory) || !has(self.limits.memory)"
            + " || !quantity(string(self.requests.memory)).isGreaterThan(quantity(string(self.limits.memory))))"
            + " && (!has(self.requests.cpu) || !has(self.limits.cpu)"
            + " || !quantity(string(self.requests.cpu)).isGreaterThan(quantity(string(self.limits.cpu)))))",
    message = "requests are above limits, expected each request to be at most its limit")
public record ResourcesSpec(
    @JsonPropertyDescription("What the scheduler reserves on a node.")
        @Nullable ResourceAmounts requests,
    @JsonPropertyDescription("What the container may use at most.")
        @Nullable ResourceAmounts limits) {}
