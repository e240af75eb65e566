package io.jaegerstack.storage.cassandra;

import io.jaegerstack.settings.CassandraSettings;
import io.jaegerstack.settings.Setting;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What is set for one cluster: for the archive's, what is not set is that of the main one.
final class ClusterSettings {
  /// Letters, digits and `_`, as Jaeger's script for schemas wants them; 48 is Cassandra's limit.
  private static final Pattern KEYSPACE = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,47}");

  /// A name, or an address of either kind.
  private static final Pattern HOST =
      Pattern.compile("[a-zA-Z0-9_.-]+|[0-9a-fA-F]*(:[0-9a-fA-F.]*){2,}(%\\w+)?");

  private final SettingValues values;
  private final CassandraSettings names;

  private ClusterSettings(SettingValues values, CassandraSettings names) {
    this.values = values;
    this.names = names;
  }

  /// @throws SettingException where the keyspace's name cannot be one, or a server's
  static ClusterSettings of(SettingValues values, CassandraSettings names) {
    var settings = new ClusterSettings(values, names);
    String keyspace = settings.keyspace();
    if (!KEYSPACE.matcher(keyspace).matches()) {
      throw new SettingException(
          "%s is \"%s\", expected a letter and up to 47 letters, digits and \"_\""
              .formatted(names.keyspace().flag(), keyspace));
    }
    settings.refuseServers();
    return settings;
  }

  private void refuseServers() {
    var servers = value(CassandraSettings::servers);
    boolean areHosts = servers.stream().allMatch(server -> HOST.matcher(server).matches());
    if (servers.isEmpty() || !areHosts) {
      throw new SettingException(
          "%s is \"%s\", expected names or addresses of hosts, without ports, separated by commas"
              .formatted(names.servers().flag(), String.join(",", servers)));
    }
  }

  <T> T value(Function<CassandraSettings, Setting<T>> which) {
    Setting<T> own = which.apply(names);
    return values.value(values.isSet(own) ? own : which.apply(CassandraSettings.MAIN));
  }

  String keyspace() {
    return value(CassandraSettings::keyspace);
  }

  /// What messages call the cluster's settings by.
  CassandraSettings names() {
    return names;
  }

  SettingValues values() {
    return values;
  }
}
