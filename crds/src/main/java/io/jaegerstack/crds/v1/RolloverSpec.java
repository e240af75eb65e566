package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// When a new index is begun.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RolloverSpec(
    @JsonPropertyDescription("What makes an index old enough: any of them does.")
        @Nullable RolloverConditionsSpec conditions,
    @JsonPropertyDescription(
            "When that is looked at, in cron's five fields, in the time zone of the cluster's controllers. Default: 0 0 * * *.")
        @Pattern(CronSchedules.PATTERN)
        @Size(max = 100)
        @Nullable String schedule) {}
