package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/// Traces that are kept when the others go.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ArchiveSpec(
    @JsonPropertyDescription(
            "Whether traces can be archived from the UI, in the same servers under Jaeger's own names for it. Default: false.")
        @Nullable Boolean enabled) {}
