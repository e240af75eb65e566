package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/// Spans in the memory of the backend pod.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(self.maxBytes) || (isQuantity(string(self.maxBytes))"
            + " && !quantity(string(self.maxBytes)).isLessThan(quantity('1Mi'))"
            + " && !quantity(string(self.maxBytes)).isGreaterThan(quantity('1Ti')))",
    fieldPath = ".maxBytes",
    message =
        "spec.storage.memory.maxBytes is no quantity from 1Mi to 1Ti, expected bytes such as 256Mi")
public record MemoryStorageSpec(
    @JsonPropertyDescription(
            "Bytes that stored traces may take, at most 40% of spec.allInOne.resources.limits.memory; when full, the"
                + " oldest leave first and are counted. Default: 256Mi, or a third of the memory limit if that is less.")
        @Nullable Quantity maxBytes) {}
