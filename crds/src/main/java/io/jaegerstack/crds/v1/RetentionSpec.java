package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// What keeps indices from growing without end. Each part is a CronJob.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RetentionSpec(
    @JsonPropertyDescription(
            "Days that indices are kept, by the time of their creation; older ones of this stack's prefix are deleted. Default: none is deleted.")
        @Min(1)
        @Max(3650)
        @Nullable Integer days,
    @JsonPropertyDescription(
            "When old indices are deleted, in cron's five fields, in the time zone of the cluster's controllers. Default: 55 23 * * *.")
        @Pattern(CronSchedules.PATTERN)
        @Size(max = 100)
        @Nullable String schedule,
    @JsonPropertyDescription(
            "When a new index is begun behind the write alias, with useAliases. Default: whoever manages the aliases decides.")
        @Nullable RolloverSpec rollover,
    @JsonPropertyDescription(
            "When an index leaves the read alias, with useAliases, so that it is no longer searched. Default: none leaves.")
        @Nullable LookbackSpec lookback) {}
