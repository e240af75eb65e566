package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/// Amounts of CPU and memory.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(self.cpu) || (isQuantity(string(self.cpu)) && quantity(string(self.cpu)).isGreaterThan(quantity('0')))",
    fieldPath = ".cpu",
    message = "cpu is no positive quantity, expected CPUs such as 2, or thousandths such as 100m")
@ValidationRule(
    value =
        "!has(self.memory) || (isQuantity(string(self.memory))"
            + " && !quantity(string(self.memory)).isLessThan(quantity('16Mi'))"
            + " && !quantity(string(self.memory)).isGreaterThan(quantity('1Ti')))",
    fieldPath = ".memory",
    message = "memory is no quantity from 16Mi to 1Ti, expected bytes such as 512Mi or 2Gi")
public record ResourceAmounts(
    @JsonPropertyDescription("CPUs: 2, or in thousandths: 100m.") @Nullable Quantity cpu,
    @JsonPropertyDescription("Bytes of memory: 512Mi, 2Gi.") @Nullable Quantity memory) {}
