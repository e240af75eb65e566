package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// How far back searches look.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LookbackSpec(
    @JsonPropertyDescription("Unit of count. Default: days.") @Nullable LookbackUnit unit,
    @JsonPropertyDescription("How many units back an index is searched. Default: 1.")
        @Min(1)
        @Max(100_000)
        @Nullable Integer count,
    @JsonPropertyDescription(
            "When older ones are taken out of the read alias, in cron's five fields, in the time zone of the cluster's controllers. Default: 5 0 * * *.")
        @Pattern(CronSchedules.PATTERN)
        @Size(max = 100)
        @Nullable String schedule) {}
