package io.jaegerstack.storage.cassandra;

import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.CONNECTION_POOL_LOCAL_SIZE;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.CONTACT_POINTS;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.LOAD_BALANCING_LOCAL_DATACENTER;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.LOAD_BALANCING_POLICY_CLASS;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.METADATA_SCHEMA_WINDOW;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.NETTY_ADMIN_SIZE;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.NETTY_DAEMON;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.NETTY_IO_SIZE;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.PROTOCOL_COMPRESSION;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.PROTOCOL_VERSION;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.RECONNECTION_BASE_DELAY;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.RECONNECTION_MAX_DELAY;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.REQUEST_CONSISTENCY;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.REQUEST_TIMEOUT;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.RESOLVE_CONTACT_POINTS;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.SOCKET_KEEP_ALIVE;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.TIMESTAMP_GENERATOR_FORCE_JAVA_CLOCK;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.ProgrammaticDriverConfigLoaderBuilder;
import com.datastax.oss.driver.internal.core.loadbalancing.DcInferringLoadBalancingPolicy;
import io.jaegerstack.settings.CassandraSettings;
import io.jaegerstack.settings.TlsClientSettings;
import io.jaegerstack.storage.StorageTls;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Opens the driver's sessions as the settings say. Statements name their keyspace: a session needs
/// none to begin with, so that a missing one can be told from a missing server.
final class DriverSession implements LiveSession.Opening {
  private static final Duration FIRST_RECONNECT = Duration.ofSeconds(1);
  private static final int MOST_IO_THREADS = 4;

  /// What the driver waits for more changes after one of the schema; its second would be one for
  /// each table that we make.
  private static final Duration SCHEMA_WINDOW = Duration.ofMillis(50);

  private final ClusterSettings settings;
  private final CassandraCredentials credentials;
  private final @Nullable CassandraTls tls;

  /// @throws io.jaegerstack.settings.SettingException where the files of TLS cannot be used
  DriverSession(
      ClusterSettings settings, CassandraCredentials credentials, MeterRegistry registry) {
    this.settings = settings;
    this.credentials = credentials;
    TlsClientSettings names = tlsNames(settings);
    boolean isVerified = !settings.values().value(names.skipHostVerify());
    this.tls =
        StorageTls.of(settings.values(), names, registry)
            .map(files -> new CassandraTls(files, isVerified))
            .orElse(null);
  }

  /// The archive has the main cluster's TLS where it has none of its own.
  private static TlsClientSettings tlsNames(ClusterSettings settings) {
    TlsClientSettings own = settings.names().tls();
    return own.isOn(settings.values()) ? own : CassandraSettings.MAIN.tls();
  }

  @Override
  public CqlSession open() {
    CqlSessionBuilder builder =
        CqlSession.builder()
            .withConfigLoader(config())
            .withClassLoader(DriverSession.class.getClassLoader())
            .withAuthProvider(credentials);
    if (tls != null) {
      builder.withSslEngineFactory(tls);
    }
    return builder.build();
  }

  private DriverConfigLoader config() {
    var config =
        DriverConfigLoader.programmaticBuilder(DriverSession.class.getClassLoader())
            .withStringList(CONTACT_POINTS, contactPoints())
            .withBoolean(RESOLVE_CONTACT_POINTS, false)
            .withDuration(REQUEST_TIMEOUT, settings.value(CassandraSettings::timeout))
            .withString(REQUEST_CONSISTENCY, settings.value(CassandraSettings::consistency))
            .withInt(
                CONNECTION_POOL_LOCAL_SIZE, settings.value(CassandraSettings::connectionsPerHost))
            .withStringList(METADATA_SCHEMA_REFRESHED_KEYSPACES, List.of(settings.keyspace()))
            .withDuration(METADATA_SCHEMA_WINDOW, SCHEMA_WINDOW)
            .withBoolean(TIMESTAMP_GENERATOR_FORCE_JAVA_CLOCK, true)
            .withBoolean(
                SOCKET_KEEP_ALIVE,
                settings.value(CassandraSettings::socketKeepAlive).compareTo(Duration.ZERO) > 0)
            .withInt(
                NETTY_IO_SIZE,
                Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_IO_THREADS))
            .withInt(NETTY_ADMIN_SIZE, 1)
            .withInt(NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
            .withInt(NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
            .withBoolean(NETTY_DAEMON, true);
    connecting(config);
    protocol(config);
    return config.build();
  }

  private List<String> contactPoints() {
    int port = settings.value(CassandraSettings::port);
    return settings.value(CassandraSettings::servers).stream()
        .map(server -> server + ":" + port)
        .toList();
  }

  private void connecting(ProgrammaticDriverConfigLoaderBuilder config) {
    Duration timeout = settings.value(CassandraSettings::connectTimeout);
    config
        .withDuration(CONNECTION_CONNECT_TIMEOUT, timeout)
        .withDuration(CONNECTION_INIT_QUERY_TIMEOUT, timeout)
        .withDuration(CONTROL_CONNECTION_TIMEOUT, timeout);
    Duration longest = settings.value(CassandraSettings::reconnectInterval);
    boolean isShort = longest.compareTo(FIRST_RECONNECT) < 0;
    config
        .withDuration(RECONNECTION_BASE_DELAY, isShort ? longest : FIRST_RECONNECT)
        .withDuration(RECONNECTION_MAX_DELAY, longest);
    String datacenter = settings.value(CassandraSettings::localDc);
    if (datacenter.isEmpty()) {
      config.withClass(LOAD_BALANCING_POLICY_CLASS, DcInferringLoadBalancingPolicy.class);
    } else {
      config.withString(LOAD_BALANCING_LOCAL_DATACENTER, datacenter);
    }
  }

  private void protocol(ProgrammaticDriverConfigLoaderBuilder config) {
    int version = settings.value(CassandraSettings::protoVersion);
    if (version > 0) {
      config.withString(PROTOCOL_VERSION, "V" + version);
    }
    if (!settings.value(CassandraSettings::disableCompression)) {
      config.withString(PROTOCOL_COMPRESSION, "lz4");
    }
  }
}
