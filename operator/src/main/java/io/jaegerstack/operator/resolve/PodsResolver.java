package io.jaegerstack.operator.resolve;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.jaegerstack.crds.v1.ResourcesSpec;
import io.jaegerstack.crds.v1.TolerationSpec;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.Ports;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Defaults of what all components' pods have in common.
record PodsResolver(Images images, Optional<Integer> scrapePort, Problems problems) {

  /// What the user wrote about the pods of one component.
  record Wish(
      @Nullable String image,
      int replicas,
      @Nullable ResourcesSpec resources,
      @Nullable Map<String, String> nodeSelector,
      @Nullable List<TolerationSpec> tolerations,
      List<String> secrets) {}

  ResolvedPods of(
      Component component, String section, Wish wish, SortedMap<String, String> options) {
    check(component, section, wish, options);
    return unchecked(component, wish, options);
  }

  /// What the process would refuse, and files that would not be there; an image of the user's own
  /// may have any.
  void check(Component component, String section, Wish wish, SortedMap<String, String> options) {
    problems.addAll(section + ".options", component, options);
    if (wish.image() == null) {
      new MountedFiles(section, wish.secrets()).check(options, problems);
    }
  }

  /// As [#of], for options that have been checked where the user wrote them.
  ResolvedPods unchecked(Component component, Wish wish, SortedMap<String, String> options) {
    return new ResolvedPods(
        requireNonNullElse(wish.image(), images.of(component)),
        images.pullPolicy(),
        wish.replicas(),
        resources(component).with(wish.resources()),
        requireNonNullElse(wish.nodeSelector(), Map.of()),
        requireNonNullElse(wish.tolerations(), List.<TolerationSpec>of()).stream()
            .filter(Objects::nonNull)
            .map(PodsResolver::toleration)
            .toList(),
        scrapePort.orElse(adminPort(component)),
        options,
        wish.secrets());
  }

  private static Resources resources(Component component) {
    return switch (component) {
      case AGENT -> Resources.AGENT;
      case COLLECTOR -> Resources.COLLECTOR;
      case QUERY -> Resources.QUERY;
      case ALL_IN_ONE -> Resources.ALL_IN_ONE;
      case OPERATOR -> throw new IllegalArgumentException("no stack has operators");
    };
  }

  private static int adminPort(Component component) {
    return switch (component) {
      case AGENT -> Ports.AGENT_ADMIN;
      case COLLECTOR, ALL_IN_ONE -> Ports.COLLECTOR_ADMIN;
      case QUERY -> Ports.QUERY_ADMIN;
      case OPERATOR -> throw new IllegalArgumentException("no stack has operators");
    };
  }

  private static Toleration toleration(TolerationSpec spec) {
    return new TolerationBuilder()
        .withKey(spec.key())
        .withOperator(spec.operator() == null ? null : spec.operator().name())
        .withValue(spec.value())
        .withEffect(spec.effect() == null ? null : spec.effect().name())
        .withTolerationSeconds(spec.tolerationSeconds())
        .build();
  }
}
