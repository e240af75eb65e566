package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// Where spans are stored.
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
        "spec.storage.type is Memory (the default) beside spec.storage.elasticsearch, expected type Elasticsearch")
@ValidationRule(
    value = "!(has(self.type) && self.type == 'Elasticsearch') || !has(self.memory)",
    fieldPath = ".memory",
    message =
        "spec.storage.memory is set where spec.storage.type is Elasticsearch, expected it only with type Memory")
public record StorageSpec(
    @JsonPropertyDescription(
            "Kind of storage. Memory: in the backend pod, gone with it. Elasticsearch: in one that runs already. Default: Memory.")
        @Nullable StorageType type,
    @JsonPropertyDescription("Settings of type Memory.") @Nullable MemoryStorageSpec memory,
    @JsonPropertyDescription("Settings of type Elasticsearch.")
        @Nullable ElasticsearchStorageSpec elasticsearch) {}
