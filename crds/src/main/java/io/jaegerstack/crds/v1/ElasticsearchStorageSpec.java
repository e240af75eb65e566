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

/// Spans in an Elasticsearch or OpenSearch that exists already.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(self.urls) || self.urls.all(u, u.matches('^https?://[^/@?#[:space:]]+(/[^@?#[:space:]]*)?$'))",
    fieldPath = ".urls",
    message =
        "urls has an entry that is no address, expected http:// or https:// URLs such as"
            + " https://es:9200, without user:password@, which belongs into the Secret of secretName")
@ValidationRule(
    value = "!has(self.authentication) || has(self.secretName)",
    fieldPath = ".secretName",
    message = "secretName is missing beside authentication, expected the Secret with its keys")
@ValidationRule(
    value =
        "!has(self.retention) || !(has(self.retention.rollover) || has(self.retention.lookback))"
            + " || (has(self.useAliases) && self.useAliases)",
    fieldPath = ".useAliases",
    message =
        "useAliases is not true, expected true with retention.rollover or retention.lookback, which move aliases: indices"
            + " of a day or an hour begin and end by their names")
@ValidationRule(
    value = "!has(self.lifecyclePolicy) || (has(self.useAliases) && self.useAliases)",
    fieldPath = ".useAliases",
    message =
        "useAliases is not true, expected true with lifecyclePolicy, whose rollover needs a write alias")
@ValidationRule(
    value = "!has(self.lifecyclePolicy) || !has(self.retention) || !has(self.retention.rollover)",
    fieldPath = ".lifecyclePolicy",
    message =
        "lifecyclePolicy is set beside retention.rollover, expected one of them to begin new indices")
public record ElasticsearchStorageSpec(
    @JsonPropertyDescription(
            "Addresses of the servers: http:// or https:// URLs without credentials.")
        @Required
        @Size(min = 1, max = 16)
        @Nullable List<@Size(max = 512) String> urls,
    @JsonPropertyDescription(
            "Name of the Secret, in the stack's namespace, with the credentials, under the keys that authentication says. They are sent to whatever hosts urls names, so whoever may edit this resource may read these keys of any Secret of the namespace. Default: none are sent.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(max = 253)
        @Nullable String secretName,
    @JsonPropertyDescription(
            "What the Secret of secretName has. Basic: keys username and password. ApiKey: key apiKey, encoded, with Elasticsearch only. Token: key token, sent as bearer token. Password, apiKey and token are read again when they change. Default: Basic with OpenSearch; with Elasticsearch the keys ES_USERNAME and ES_PASSWORD, which are read once, at the start of a pod.")
        @Nullable Authentication authentication,
    @JsonPropertyDescription("TLS towards https:// URLs. Default: what Java believes.")
        @Nullable StorageTlsSpec tls,
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
    @JsonPropertyDescription(
            "How often a new index of spans and services is begun, by its name: day or hour. Default: day.")
        @Nullable RolloverFrequency rolloverFrequency,
    @JsonPropertyDescription(
            "Whether spans go through Jaeger's aliases, jaeger-span-write and jaeger-span-read, instead of an index of each day. Default: false.")
        @Nullable Boolean useAliases,
    @JsonPropertyDescription(
            "Name of the policy, of ILM in Elasticsearch or ISM in OpenSearch, that the index templates name, with useAliases. The policy itself is yours to make. Default: none.")
        @Pattern("^[A-Za-z0-9][-._A-Za-z0-9]*$")
        @Size(max = 255)
        @Nullable String lifecyclePolicy,
    @JsonPropertyDescription("Shards of each index. Default: 5, Jaeger's own.") @Min(1) @Max(1024)
        @Nullable Integer shards,
    @JsonPropertyDescription("Replicas of each shard. Default: 1, Jaeger's own.") @Min(0) @Max(10)
        @Nullable Integer replicas,
    @JsonPropertyDescription(
            "Whether Jaeger's index templates are put before the first span is written; false: they are only looked at. Default: true.")
        @Nullable Boolean createTemplates,
    @JsonPropertyDescription("Tags that become fields of the documents, for Kibana. Default: none.")
        @Nullable TagsAsFieldsSpec tagsAsFields,
    @JsonPropertyDescription("Traces that are kept when the others go. Default: none.")
        @Nullable ArchiveSpec archive,
    @JsonPropertyDescription("What keeps indices from growing without end. Default: nothing does.")
        @Nullable RetentionSpec retention) {

  /// Nothing but addresses.
  public static ElasticsearchStorageSpec of(@Nullable List<String> urls) {
    return new ElasticsearchStorageSpec(
        urls, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
  }
}
