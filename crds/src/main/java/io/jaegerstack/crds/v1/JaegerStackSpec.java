package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// What the user asks for. Everything may be left out.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!(has(self.strategy) && self.strategy == 'Distributed')"
            + " || (has(self.storage) && has(self.storage.type) && self.storage.type != 'Memory')",
    fieldPath = ".storage",
    message =
        "spec.storage.type is Memory or missing, expected Elasticsearch, OpenSearch or Cassandra with spec.strategy"
            + " Distributed, since only a database serves several pods: choose one of them, or strategy AllInOne")
@ValidationRule(
    value =
        "!(has(self.strategy) && self.strategy == 'Distributed')"
            + " || !has(self.storage) || !has(self.storage.type) || self.storage.type != 'Local'",
    fieldPath = ".storage",
    message =
        "spec.storage.type is Local, expected Elasticsearch, OpenSearch or Cassandra with spec.strategy Distributed,"
            + " since collector and query pods share no volume: choose one of them, or strategy AllInOne")
@ValidationRule(
    value =
        "(has(self.strategy) && self.strategy == 'Distributed') || !has(self.collector)"
            + " || !(has(self.collector.replicas) || has(self.collector.image) || has(self.collector.resources)"
            + " || has(self.collector.nodeSelector) || has(self.collector.tolerations))",
    fieldPath = ".collector",
    message =
        "spec.collector describes pods of its own, expected only options with spec.strategy AllInOne (the default):"
            + " put image, resources, nodeSelector and tolerations under spec.allInOne, or choose strategy Distributed")
@ValidationRule(
    value =
        "(has(self.strategy) && self.strategy == 'Distributed') || !has(self.query)"
            + " || !(has(self.query.replicas) || has(self.query.image) || has(self.query.resources)"
            + " || has(self.query.nodeSelector) || has(self.query.tolerations))",
    fieldPath = ".query",
    message =
        "spec.query describes pods of its own, expected only options and ingress with spec.strategy AllInOne (the"
            + " default): put image, resources, nodeSelector and tolerations under spec.allInOne, or choose strategy"
            + " Distributed")
@ValidationRule(
    value = "!(has(self.strategy) && self.strategy == 'Distributed') || !has(self.allInOne)",
    fieldPath = ".allInOne",
    message =
        "spec.allInOne is set, expected it only with spec.strategy AllInOne: with Distributed use spec.collector and"
            + " spec.query")
public record JaegerStackSpec(
    @JsonPropertyDescription(
            "How the backend is cut into pods. AllInOne: one pod with collector and query. Distributed: collector and"
                + " query apart, which needs a shared storage. Default: AllInOne.")
        @Nullable Strategy strategy,
    @JsonPropertyDescription("The agents, which take spans from applications on their own node.")
        @Nullable AgentSpec agent,
    @JsonPropertyDescription("The one backend pod of strategy AllInOne.")
        @Nullable AllInOneSpec allInOne,
    @JsonPropertyDescription(
            "The collectors, which take spans from agents and clients and store them.")
        @Nullable CollectorSpec collector,
    @JsonPropertyDescription("The query service with the UI.") @Nullable QuerySpec query,
    @JsonPropertyDescription("Where spans are stored. Default: type Local.")
        @Nullable StorageSpec storage,
    @JsonPropertyDescription(
            "Sampling strategies that clients are told to use. Default: probabilistic with param 0.001, Jaeger's own.")
        @Nullable SamplingSpec sampling,
    @JsonPropertyDescription(
            "The UI's configuration, in the form of Jaeger's ui-config file: menu, linkPatterns, dependencies,"
                + " archiveEnabled and so on. Default: the UI's own.")
        @Nullable ObjectNode ui,
    @JsonPropertyDescription("How the stack shows its metrics.")
        @Nullable MonitoringSpec monitoring) {}
