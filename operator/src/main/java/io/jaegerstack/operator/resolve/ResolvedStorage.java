package io.jaegerstack.operator.resolve;

import io.fabric8.kubernetes.api.model.Quantity;
import io.jaegerstack.crds.v1.DeletionPolicy;
import io.jaegerstack.crds.v1.StorageType;
import io.jaegerstack.settings.Setting;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where spans are stored.
public sealed interface ResolvedStorage {

  StorageType type();

  /// @param maxBytes bytes that stored traces may take
  record Memory(long maxBytes) implements ResolvedStorage {
    @Override
    public StorageType type() {
      return StorageType.Memory;
    }
  }

  /// On a volume of the backend pod.
  ///
  /// @param size of the volume
  /// @param maxBytes bytes that stored traces may take of it
  /// @param storageClassName empty for the cluster's default class
  /// @param maxAge as the process reads it; empty for none
  record Local(
      Quantity size,
      long maxBytes,
      Optional<String> storageClassName,
      Optional<String> maxAge,
      DeletionPolicy deletionPolicy)
      implements ResolvedStorage {
    @Override
    public StorageType type() {
      return StorageType.Local;
    }
  }

  /// In servers that run already.
  ///
  /// @param addresses in words, for messages
  /// @param environment settings without secrets, by environment name
  /// @param arguments settings that no environment name can say, by flag without dashes
  /// @param createsSchema false where what must be there before the first span is only looked at
  /// @param retention what sees to old spans, as far as the servers do not do that themselves
  record Servers(
      StorageType type,
      List<String> addresses,
      SortedMap<String, String> environment,
      SortedMap<String, String> arguments,
      StorageSecrets secrets,
      boolean createsSchema,
      List<RetentionTask> retention)
      implements ResolvedStorage {
    public Servers {
      addresses = List.copyOf(addresses);
      environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
      arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
      retention = List.copyOf(retention);
    }

    /// The same with more settings.
    Servers with(Map<String, String> more) {
      var all = new TreeMap<>(environment);
      all.putAll(more);
      return new Servers(type, addresses, all, arguments, secrets, createsSchema, retention);
    }

    /// Whether spans go through aliases that have to be there before them.
    public boolean usesAliases() {
      return isOn("es.use-aliases");
    }

    /// Whether traces can be archived in Elasticsearch or OpenSearch.
    public boolean hasArchive() {
      return isOn("es-archive.enabled");
    }

    private boolean isOn(String setting) {
      return "true".equals(environment.get(Setting.environmentName(setting)));
    }
  }

  /// One task that is run from time to time.
  ///
  /// @param kind which
  /// @param schedule in cron's five fields
  /// @param arguments of its command
  record RetentionTask(Kind kind, String schedule, List<String> arguments) {
    /// What is done.
    public enum Kind {
      CLEAN,
      ROLLOVER,
      LOOKBACK
    }

    public RetentionTask {
      arguments = List.copyOf(arguments);
    }
  }

  /// What processes take from the user's Secrets.
  ///
  /// @param variables read once, at start, by environment name, always in the same order
  /// @param files read again when they change, each in a directory of its volume
  record StorageSecrets(Map<String, Key> variables, List<Volume> files) {
    public static final StorageSecrets NONE = new StorageSecrets(Map.of(), List.of());

    public StorageSecrets {
      variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
      files = List.copyOf(files);
    }
  }

  /// A key of a Secret.
  record Key(String secret, String key) {}

  /// Keys of a Secret as files.
  ///
  /// @param name of the volume, and of the directory
  record Volume(String name, String secret, List<String> keys) {
    private static final String ROOT = "/etc/jaeger/storage/";

    public Volume {
      keys = List.copyOf(keys);
    }

    public String directory() {
      return ROOT + name;
    }

    /// The file of one of the keys.
    public String file(String key) {
      return directory() + "/" + key;
    }
  }
}
