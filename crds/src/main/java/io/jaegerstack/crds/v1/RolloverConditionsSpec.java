package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// Conditions of a rollover, as the servers know them.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RolloverConditionsSpec(
    @JsonPropertyDescription(
            "Age of the index, in the servers' own form: 2d, 12h. Default: 2d where no other condition is set.")
        @Pattern("^[1-9][0-9]*(d|h|m|s)$")
        @Size(max = 16)
        @Nullable String maxAge,
    @JsonPropertyDescription("Documents in the index. Default: any number.") @Min(1)
        @Nullable Long maxDocs,
    @JsonPropertyDescription(
            "Size of all its primary shards, in the servers' own form: 50gb. Default: any size.")
        @Pattern("^[1-9][0-9]*(b|kb|mb|gb|tb)$")
        @Size(max = 16)
        @Nullable String maxSize) {}
