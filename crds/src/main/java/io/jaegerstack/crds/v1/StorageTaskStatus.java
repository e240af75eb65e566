package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/// The last run of one task about the storage.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record StorageTaskStatus(
    @JsonPropertyDescription("Running, Succeeded or Failed.") @Nullable String result,
    @JsonPropertyDescription("What the run said of itself.") @Nullable String message,
    @JsonPropertyDescription("When it began, RFC 3339.") @Nullable String startedAt,
    @JsonPropertyDescription("When it ended, RFC 3339.") @Nullable String finishedAt,
    @JsonPropertyDescription("Its Job.") @Nullable String job) {}
