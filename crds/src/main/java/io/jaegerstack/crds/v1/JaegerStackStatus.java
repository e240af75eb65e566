package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the operator has seen. Written by the operator only.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record JaegerStackStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Strategy in effect.") @Nullable Strategy strategy,
    @JsonPropertyDescription("Kind of storage in effect.") @Nullable StorageType storage,
    @JsonPropertyDescription(
            "What is true of the stack: Ready, Progressing, Degraded, StorageReady as the collectors find it, and PortConflict where another stack's agents hold the nodes' ports.")
        List<Condition> conditions,
    @JsonPropertyDescription(
            "Pods of each component, by name: agent, collector, query. With strategy AllInOne collector and query are the same pod.")
        Map<String, ComponentStatus> components,
    @JsonPropertyDescription(
            "The last run of each task about the storage, by name: schema, which makes or looks at templates and tables before collectors start; clean, rollover and lookback, which see to old indices.")
        Map<String, StorageTaskStatus> storageTasks,
    @JsonPropertyDescription("Addresses inside the cluster, and the UI's address outside of it.")
        @Nullable EndpointsStatus endpoints) {

  public static final JaegerStackStatus UNKNOWN =
      new JaegerStackStatus(null, null, null, List.of(), Map.of(), Map.of(), null);

  public JaegerStackStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    components = sorted(components);
    storageTasks = sorted(storageTasks);
  }

  private static <V> Map<String, V> sorted(@Nullable Map<String, V> given) {
    return given == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(given));
  }
}
