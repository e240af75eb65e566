package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Spans in an Elasticsearch that exists already.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(self.urls) || self.urls.all(u, u.matches('^https?://[^/@?#[:space:]]+(/[^@?#[:space:]]*)?$'))",
    fieldPath = ".urls",
    message =
        "spec.storage.elasticsearch.urls has an entry that is no address, expected http:// or https:// URLs such as"
            + " https://es:9200, without user:password@, which belongs into the Secret of secretName")
public record ElasticsearchStorageSpec(
    @JsonPropertyDescription(
            "Addresses of the Elasticsearch: http:// or https:// URLs without credentials.")
        @Required
        @Size(min = 1, max = 16)
        @Nullable List<@Size(max = 512) String> urls,
    @JsonPropertyDescription(
            "Name of the Secret, in the stack's namespace, whose keys ES_USERNAME and ES_PASSWORD are the credentials. They are sent to whatever hosts urls names, so whoever may edit this resource may read these keys of any Secret of the namespace. Default: none are sent.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(max = 253)
        @Nullable String secretName,
    @JsonPropertyDescription(
            "Prefix of the index names: with prod, spans go to prod-jaeger-span-2026-01-31. Default: none.")
        @Pattern("^[a-z0-9][-_a-z0-9]*$")
        @Size(max = 64)
        @Nullable String indexPrefix,
    @JsonPropertyDescription(
            "Text between year, month and day in the index names, where indices of another stack are to be read and"
                + " written: '-', '.', '_' or '' for none, as in jaeger-span-20260131. Default: '-', Jaeger's own.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Pattern("^[-._]?$")
        @Nullable String indexDateSeparator,
    @JsonPropertyDescription("Shards of each index. Default: 5, Jaeger's own.") @Min(1) @Max(1024)
        @Nullable Integer shards,
    @JsonPropertyDescription("Replicas of each shard. Default: 1, Jaeger's own.") @Min(0) @Max(10)
        @Nullable Integer replicas) {}
