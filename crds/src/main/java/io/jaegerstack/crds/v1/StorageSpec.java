package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// Where spans are stored: a type, and the section of that type.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!(has(self.type) && self.type == 'Elasticsearch') || has(self.elasticsearch)",
    fieldPath = ".elasticsearch",
    message =
        "spec.storage.elasticsearch is missing, expected it with its urls where spec.storage.type is Elasticsearch")
@ValidationRule(
    value = "(has(self.type) && self.type == 'Elasticsearch') || !has(self.elasticsearch)",
    fieldPath = ".type",
    message =
        "spec.storage.type is another or missing beside spec.storage.elasticsearch, expected type Elasticsearch")
@ValidationRule(
    value = "!(has(self.type) && self.type == 'OpenSearch') || has(self.opensearch)",
    fieldPath = ".opensearch",
    message =
        "spec.storage.opensearch is missing, expected it with its urls where spec.storage.type is OpenSearch")
@ValidationRule(
    value = "(has(self.type) && self.type == 'OpenSearch') || !has(self.opensearch)",
    fieldPath = ".type",
    message =
        "spec.storage.type is another or missing beside spec.storage.opensearch, expected type OpenSearch")
@ValidationRule(
    value = "!(has(self.type) && self.type == 'Cassandra') || has(self.cassandra)",
    fieldPath = ".cassandra",
    message =
        "spec.storage.cassandra is missing, expected it with its servers where spec.storage.type is Cassandra")
@ValidationRule(
    value =
        "!has(self.opensearch) || !has(self.opensearch.authentication) || self.opensearch.authentication != 'ApiKey'",
    fieldPath = ".opensearch.authentication",
    message =
        "spec.storage.opensearch.authentication is ApiKey, expected Basic or Token: OpenSearch knows no API keys")
@ValidationRule(
    value = "(has(self.type) && self.type == 'Cassandra') || !has(self.cassandra)",
    fieldPath = ".type",
    message =
        "spec.storage.type is another or missing beside spec.storage.cassandra, expected type Cassandra")
@ValidationRule(
    value = "!has(self.memory) || !has(self.type) || self.type == 'Memory'",
    fieldPath = ".memory",
    message = "spec.storage.memory is set, expected it only with spec.storage.type Memory")
@ValidationRule(
    value = "!has(self.local) || !has(self.type) || self.type == 'Local'",
    fieldPath = ".local",
    message = "spec.storage.local is set, expected it only with spec.storage.type Local")
@ValidationRule(
    value = "!(has(self.memory) && has(self.local))",
    fieldPath = ".local",
    message =
        "spec.storage.local is set beside spec.storage.memory, expected one of them: memory for type Memory, local for type Local")
public record StorageSpec(
    @JsonPropertyDescription(
            "Kind of storage. Memory: in the backend pod, gone with it. Local: on a volume of the backend pod, kept when the pod goes. Elasticsearch, OpenSearch, Cassandra: in one that runs already. Default: Memory where spec.storage.memory is set, else Local; a stack that an operator before 0.4.0 has run in Memory stays in Memory.")
        @Nullable StorageType type,
    @JsonPropertyDescription("Settings of type Memory.") @Nullable MemoryStorageSpec memory,
    @JsonPropertyDescription("Settings of type Local.") @Nullable LocalStorageSpec local,
    @JsonPropertyDescription("Settings of type Elasticsearch.")
        @Nullable ElasticsearchStorageSpec elasticsearch,
    @JsonPropertyDescription("Settings of type OpenSearch.")
        @Nullable ElasticsearchStorageSpec opensearch,
    @JsonPropertyDescription("Settings of type Cassandra.")
        @Nullable CassandraStorageSpec cassandra,
    @JsonPropertyDescription("Which service calls which, computed from stored spans.")
        @Nullable DependenciesSpec dependencies) {

  /// Nothing but a type.
  public static StorageSpec of(@Nullable StorageType type) {
    return new StorageSpec(type, null, null, null, null, null, null);
  }
}
