package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tags that become fields of the documents, so that Kibana can filter and count by them.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!has(self.include) || self.include.all(t, t.matches('^[^,[:space:]]+$'))",
    fieldPath = ".include",
    message =
        "tagsAsFields.include has an entry that is no tag, expected names of tags without commas and blanks, such as http.status_code")
public record TagsAsFieldsSpec(
    @JsonPropertyDescription("Whether every tag becomes a field. Default: false.")
        @Nullable Boolean all,
    @JsonPropertyDescription("Names of the tags that become fields. Default: none.")
        @Size(max = 256)
        @Nullable List<@Size(min = 1, max = 256) String> include,
    @JsonPropertyDescription(
            "Stands for the dots of a tag's name in the name of its field: with @, http.method becomes tag.http@method. Default: @.")
        @Pattern("^[^.,\"\\\\\\s]$")
        @Nullable String dotReplacement) {}
