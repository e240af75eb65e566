package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of a span is indexed in Cassandra: each indexed tag is a row of its own.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!(has(self.allow) && has(self.deny))",
    fieldPath = ".deny",
    message =
        "spec.storage.cassandra.index.deny is set beside allow, expected one of them: the tags to index, or those not to")
@ValidationRule(
    value =
        "(!has(self.allow) || self.allow.all(t, t.matches('^[^,[:space:]]+$')))"
            + " && (!has(self.deny) || self.deny.all(t, t.matches('^[^,[:space:]]+$')))",
    message =
        "spec.storage.cassandra.index has a tag with a comma or a blank, expected names of tags such as http.status_code")
public record CassandraIndexSpec(
    @JsonPropertyDescription("Whether the spans' tags are indexed. Default: true.")
        @Nullable Boolean tags,
    @JsonPropertyDescription("Whether the fields of logs are indexed. Default: true.")
        @Nullable Boolean logs,
    @JsonPropertyDescription("Whether the tags of processes are indexed. Default: true.")
        @Nullable Boolean processTags,
    @JsonPropertyDescription("Names of the only tags to index. Default: all.") @Size(max = 256)
        @Nullable List<@Size(min = 1, max = 256) String> allow,
    @JsonPropertyDescription("Names of tags not to index. Default: none.") @Size(max = 256)
        @Nullable List<@Size(min = 1, max = 256) String> deny) {}
