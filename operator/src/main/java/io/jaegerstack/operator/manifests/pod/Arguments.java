package io.jaegerstack.operator.manifests.pod;

import io.jaegerstack.operator.resolve.ResolvedPods;
import io.jaegerstack.settings.AdminSettings;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.Setting;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The arguments of a process, sorted by flag. The user's options lose against what the operator
/// computes, which the API server refuses among the options anyway.
public final class Arguments {
  private final SortedMap<String, String> flags;

  private Arguments(SortedMap<String, String> flags) {
    this.flags = flags;
  }

  public static Arguments of(ResolvedPods pods) {
    return new Arguments(new TreeMap<>(pods.options()))
        .with(AdminSettings.AGENT_HOST_PORT, HostPort.anyAddress(pods.adminPort()).toString());
  }

  public Arguments with(Setting<?> setting, String value) {
    var more = new TreeMap<>(flags);
    more.put(setting.name(), value);
    return new Arguments(more);
  }

  /// @param more flags without dashes
  public Arguments with(Map<String, String> more) {
    var all = new TreeMap<>(flags);
    all.putAll(more);
    return new Arguments(all);
  }

  public List<String> toList() {
    return flags.entrySet().stream().map(f -> "--" + f.getKey() + "=" + f.getValue()).toList();
  }
}
