package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// A taint that is no hindrance, as in a pod.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TolerationSpec(
    @JsonPropertyDescription("Key of the taint. Default: every key, which needs operator Exists.")
        @Size(max = 253)
        @Nullable String key,
    @JsonPropertyDescription("How value is compared. Default: Equal.") @Nullable Operator operator,
    @JsonPropertyDescription("Value of the taint, with operator Equal. Default: empty.")
        @Size(max = 63)
        @Nullable String value,
    @JsonPropertyDescription("Effect of the taint. Default: every effect.") @Nullable Effect effect,
    @JsonPropertyDescription(
            "Seconds that a pod stays on a node after a NoExecute taint came. Default: for ever.")
        @Nullable Long tolerationSeconds) {

  /// How a toleration's value is compared with a taint's.
  public enum Operator {
    Equal,
    Exists
  }

  /// What a taint does to pods that do not tolerate it.
  public enum Effect {
    NoSchedule,
    PreferNoSchedule,
    NoExecute
  }
}
