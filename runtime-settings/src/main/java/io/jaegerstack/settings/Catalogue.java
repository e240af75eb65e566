package io.jaegerstack.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All settings of one process, in the order of its `--help`.
public record Catalogue(Component component, List<SettingGroup> groups) {
  private static final Map<Component, Catalogue> ALL =
      Stream.of(Component.values()).collect(Collectors.toUnmodifiableMap(c -> c, Catalogue::built));

  public Catalogue {
    groups = List.copyOf(groups);
    var names = new LinkedHashMap<String, String>();
    for (SettingGroup group : groups) {
      for (Setting<?> setting : group.settings()) {
        String other = names.put(setting.name(), group.title());
        if (other != null) {
          throw new IllegalArgumentException(
              setting.flag() + " is declared twice for " + component);
        }
      }
    }
  }

  public static Catalogue of(Component component) {
    return ALL.getOrDefault(component, new Catalogue(component, List.of()));
  }

  public List<Setting<?>> settings() {
    return groups.stream().<Setting<?>>flatMap(group -> group.settings().stream()).toList();
  }

  public Optional<Setting<?>> setting(String name) {
    return groups.stream()
        .<Setting<?>>flatMap(group -> group.settings().stream())
        .filter(setting -> setting.name().equals(name))
        .findFirst();
  }

  /// What is wrong with `options` (name without dashes to value), all of it; empty when nothing is.
  /// How the operator refuses at apply time what the process would refuse at start.
  public List<String> problems(Map<String, String> options) {
    var problems = new ArrayList<String>();
    options.forEach(
        (name, value) -> {
          var reading = new CommandLineReading(this, Map.of());
          reading.flag(name, value);
          problems.addAll(reading.problems());
        });
    return problems;
  }

  private static Catalogue built(Component component) {
    var groups = new ArrayList<SettingGroup>();
    switch (component) {
      case AGENT -> {
        groups.addAll(List.of(AgentSettings.groups()));
        groups.addAll(List.of(AgentOtlpSettings.groups()));
      }
      case COLLECTOR -> {
        groups.addAll(List.of(CollectorSettings.groups()));
        groups.add(DependencySettings.group());
        groups.addAll(List.of(StorageSettings.groups()));
        groups.addAll(List.of(CassandraSettings.groups()));
      }
      case QUERY -> {
        groups.addAll(List.of(QuerySettings.groups()));
        groups.addAll(List.of(StorageSettings.groups()));
        groups.addAll(List.of(CassandraSettings.groups()));
      }
      case ALL_IN_ONE -> {
        groups.addAll(List.of(AgentSettings.groups()));
        groups.addAll(List.of(CollectorSettings.groups()));
        groups.add(DependencySettings.group());
        groups.addAll(List.of(QuerySettings.groups()));
        groups.addAll(List.of(StorageSettings.groups()));
        groups.addAll(List.of(CassandraSettings.groups()));
      }
      case OPERATOR -> groups.addAll(List.of(OperatorSettings.groups()));
    }
    switch (component) {
      case COLLECTOR, QUERY, ALL_IN_ONE -> groups.add(TenancySettings.group());
      case AGENT, OPERATOR -> {}
    }
    groups.add(AdminSettings.group(adminHostPort(component)));
    if (component != Component.OPERATOR) {
      groups.add(AdminSettings.TLS.group("Process: TLS of the admin port"));
    }
    return new Catalogue(component, groups);
  }

  private static Setting<HostPort> adminHostPort(Component component) {
    return switch (component) {
      case AGENT -> AdminSettings.AGENT_HOST_PORT;
      case COLLECTOR, ALL_IN_ONE -> AdminSettings.COLLECTOR_HOST_PORT;
      case QUERY -> AdminSettings.QUERY_HOST_PORT;
      case OPERATOR -> AdminSettings.OPERATOR_HOST_PORT;
    };
  }
}
