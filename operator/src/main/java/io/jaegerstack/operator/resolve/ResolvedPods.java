package io.jaegerstack.operator.resolve;

import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import io.jaegerstack.settings.Setting;
import io.jaegerstack.settings.SettingException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is common to the pods of every component.
///
/// @param pullPolicy when a node asks the registry for the image
/// @param adminPort port of health and metrics
/// @param options the user's flags, without leading dashes
/// @param secrets names of the user's Secrets that are files in the pods, each in its [#directory]
public record ResolvedPods(
    String image,
    String pullPolicy,
    int replicas,
    ResourceRequirements resources,
    Map<String, String> nodeSelector,
    List<Toleration> tolerations,
    int adminPort,
    SortedMap<String, String> options,
    List<String> secrets) {

  public ResolvedPods {
    nodeSelector = Collections.unmodifiableMap(new TreeMap<>(nodeSelector));
    tolerations = List.copyOf(tolerations);
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    secrets = List.copyOf(secrets);
  }

  /// What the process will read from its options, as its own parser does; its default where they do
  /// not have it, or have what is reported as a problem.
  public <T> T value(Setting<T> setting) {
    String text = options.get(setting.name());
    if (text == null) {
      return setting.byDefault();
    }
    try {
      return setting.type().parse(text, Map.of());
    } catch (SettingException reportedElsewhere) {
      return setting.byDefault();
    }
  }

  /// Where the files of a Secret are in the pods: one for each of its keys.
  public static String directory(String secret) {
    return "/etc/jaeger/secrets/" + secret;
  }
}
