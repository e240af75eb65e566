package io.jaegerstack.settings;

import java.util.List;

/// The operator's settings. What a stack should be like is said in its custom resource, not here.
public final class OperatorSettings {
  public static final Setting<List<String>> WATCH_NAMESPACES =
      Setting.words("watch.namespaces")
          .says("namespaces whose JaegerStacks are looked after; empty means all");

  public static final Setting<String> IMAGE_PREFIX =
      Setting.text("jaegerstack.image-prefix")
          .byDefault("jaegerstack")
          .says(
              "registry and path of the stack's images: prefix/agent, prefix/collector and so on");

  public static final Setting<String> IMAGE_VERSION =
      Setting.text("jaegerstack.image-version")
          .says("tag of the stack's images; empty means the operator's own version");

  public static final Setting<String> IMAGE_PULL_POLICY =
      Setting.choice("jaegerstack.image-pull-policy", "IfNotPresent", "Always", "Never")
          .says("when nodes ask the registry for the stack's images");

  public static final Setting<Boolean> LEADER_ELECTION =
      Setting.flag("leader-election.enabled")
          .byDefault(true)
          .says("whether only the holder of the Lease writes, so that several replicas may run");

  public static final Setting<String> LEADER_ELECTION_NAMESPACE =
      Setting.text("leader-election.namespace")
          .says("namespace of that Lease; empty means the operator's own");

  static SettingGroup[] groups() {
    return new SettingGroup[] {
      SettingGroup.of(
          "Operator",
          WATCH_NAMESPACES,
          IMAGE_PREFIX,
          IMAGE_VERSION,
          IMAGE_PULL_POLICY,
          LEADER_ELECTION,
          LEADER_ELECTION_NAMESPACE)
    };
  }

  private OperatorSettings() {}
}
