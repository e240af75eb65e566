package io.jaegerstack.operator.resolve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jaegerstack.crds.v1.OperationSamplingSpec;
import io.jaegerstack.crds.v1.SamplingSpec;
import io.jaegerstack.crds.v1.SamplingStrategySpec;
import io.jaegerstack.crds.v1.SamplingType;
import io.jaegerstack.crds.v1.ServiceSamplingSpec;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The text of Jaeger's strategies file (`--sampling.strategies-file`) for `spec.sampling`.
final class SamplingFile {
  /// Jaeger's own default (`default_strategy` of its file provider).
  private static final SamplingStrategySpec JAEGERS_DEFAULT =
      new SamplingStrategySpec(SamplingType.probabilistic, 0.001, List.of());

  static String text(SamplingSpec spec) {
    var file = JsonNodeFactory.instance.objectNode();
    var byDefault = spec.defaultStrategy() == null ? JAEGERS_DEFAULT : spec.defaultStrategy();
    file.set(
        "default_strategy", strategy(byDefault.type(), byDefault.param(), byDefault.operations()));
    ArrayNode services = file.putArray("service_strategies");
    for (ServiceSamplingSpec service : orEmpty(spec.services())) {
      var entry = JsonNodeFactory.instance.objectNode().put("service", service.service());
      entry.setAll(strategy(service.type(), service.param(), service.operations()));
      services.add(entry);
    }
    return file.toPrettyString();
  }

  private static ObjectNode strategy(
      @Nullable SamplingType type,
      @Nullable Double param,
      @Nullable List<OperationSamplingSpec> operations) {
    var strategy = JsonNodeFactory.instance.objectNode();
    strategy.put("type", type == null ? null : type.name()).put("param", param);
    var entries = orEmpty(operations);
    if (!entries.isEmpty()) {
      ArrayNode list = strategy.putArray("operation_strategies");
      for (OperationSamplingSpec operation : entries) {
        list.addObject()
            .put("operation", operation.operation())
            .put("type", SamplingType.probabilistic.name())
            .put("param", operation.param());
      }
    }
    return strategy;
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
  }

  private SamplingFile() {}
}
