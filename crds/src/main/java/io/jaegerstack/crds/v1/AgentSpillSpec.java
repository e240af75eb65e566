package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/// Where agents keep spans on disk.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(self.maxBytes) || (isQuantity(string(self.maxBytes))"
            + " && !quantity(string(self.maxBytes)).isLessThan(quantity('16Mi'))"
            + " && !quantity(string(self.maxBytes)).isGreaterThan(quantity('1Ti')))",
    fieldPath = ".maxBytes",
    message =
        "spec.agent.spill.maxBytes is no quantity from 16Mi to 1Ti, expected bytes such as 512Mi")
public record AgentSpillSpec(
    @JsonPropertyDescription(
            "Whether an agent writes spans to its node's disk while no collector takes them, or answers for them. Default: true.")
        @Nullable Boolean enabled,
    @JsonPropertyDescription(
            "Bytes on each node's disk; when full, spans stay in the agent's memory, and what then comes is dropped and counted. Default: 512Mi.")
        @Nullable Quantity maxBytes,
    @JsonPropertyDescription(
            "Directory of each node to keep them in, where user 65532 may write: spans then survive the pod, too, and its successor sends them. Default: a volume of the pod's own, which survives an agent that is killed and started again, but not the pod.")
        @Pattern("^/[^\\s]+$")
        @Size(max = 256)
        @Nullable String hostPath) {}
