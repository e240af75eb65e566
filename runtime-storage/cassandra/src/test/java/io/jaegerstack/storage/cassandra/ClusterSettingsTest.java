package io.jaegerstack.storage.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.settings.CassandraSettings;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What names a cluster, and what cannot.
class ClusterSettingsTest {
  private static SettingValues servers(String... servers) {
    return SettingValues.defaults(Catalogue.of(Component.QUERY))
        .with(CassandraSettings.MAIN.servers(), Arrays.asList(servers));
  }

  private static ClusterSettings of(SettingValues values) {
    return ClusterSettings.of(values, CassandraSettings.MAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cassandra-1", "cassandra_1.db.svc.cluster.local.", "10.0.0.1", "::1"})
  void takesHosts(String host) {
    assertThat(of(servers("other", host)).value(CassandraSettings::servers))
        .isEqualTo(List.of("other", host));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "http://a", "a:9042", "10.0.0.1:9042", "a/b"})
  void refusesWhatIsNoHost(String host) {
    assertThatThrownBy(() -> of(servers("other", host)))
        .isInstanceOf(SettingException.class)
        .hasMessage(
            "--cassandra.servers is \"other,%s\", expected names or addresses of hosts, without ports, separated by commas",
            host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1a", "a-b", "", "a;DROP"})
  void refusesWhatIsNoKeyspace(String keyspace) {
    var values = servers("a").with(CassandraSettings.MAIN.keyspace(), keyspace);
    assertThatThrownBy(() -> of(values))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("--cassandra.keyspace is \"" + keyspace + "\", expected");
  }
}
