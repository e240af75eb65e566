package io.jaegerstack.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One cluster of Cassandra servers, under the names that Jaeger has for it: that of all traces,
/// and that of archived ones, which is taken from the former where it says nothing.
///
/// @param prefix what stands before all names
/// @param reconnectInterval the longest of the waits between two tries, which begin with a second
/// @param socketKeepAlive as in Jaeger a time, of which only 0 (no) and others (yes) differ: the
///   time is the operating system's
public record CassandraSettings(
    String prefix,
    Setting<List<String>> servers,
    Setting<Integer> port,
    Setting<String> keyspace,
    Setting<String> localDc,
    Setting<String> consistency,
    Setting<Integer> connectionsPerHost,
    Setting<Integer> maxRetryAttempts,
    Setting<Duration> timeout,
    Setting<Duration> connectTimeout,
    Setting<Duration> reconnectInterval,
    Setting<Duration> socketKeepAlive,
    Setting<Integer> protoVersion,
    Setting<Boolean> disableCompression,
    Setting<String> username,
    Setting<String> password,
    Setting<String> passwordFile,
    Setting<List<String>> allowedAuthenticators,
    TlsClientSettings tls) {
  /// Where all traces are.
  public static final CassandraSettings MAIN = of("cassandra");

  /// Where traces are archived.
  public static final CassandraSettings ARCHIVE = of("cassandra-archive");

  public static final Setting<Boolean> ARCHIVE_ENABLED =
      Setting.flag("cassandra-archive.enabled")
          .says("keep archived traces in a keyspace of their own, cassandra-archive.keyspace");

  public static final Setting<Duration> ARCHIVE_SCHEMA_TRACE_TTL =
      Setting.duration("cassandra-archive.schema.trace-ttl", Duration.ZERO)
          .says("how long new tables keep archived spans; 0 means for ever");

  public static final Setting<Duration> WRITE_CACHE_TTL =
      Setting.duration("cassandra.span-store-write-cache-ttl", Duration.ZERO)
          .byDefault(Duration.ofHours(12))
          .says("how long names of services and operations are not written again");

  public static final Setting<Duration> RETRY_FOR =
      Setting.duration("cassandra.retry-for", Duration.ZERO)
          .byDefault(Duration.ofMinutes(10))
          .says("how long a row is sent again while servers are away or overloaded");

  public static final Setting<Integer> REQUESTS_IN_FLIGHT =
      Setting.integer("cassandra.requests-in-flight", 1, 32_768)
          .byDefault(256)
          .unit("requests")
          .says("write requests that wait for an answer at one time");

  public static final Setting<ByteSize> BYTES_IN_FLIGHT =
      Setting.size("cassandra.bytes-in-flight", ByteSize.kib(64), ByteSize.mib(1024))
          .byDefault(ByteSize.mib(16))
          .says("bytes of rows that wait for an answer at one time");

  public static final Setting<Boolean> INDEX_TAGS =
      Setting.flag("cassandra.index.tags").byDefault(true).says("find spans by their tags");

  public static final Setting<Boolean> INDEX_LOGS =
      Setting.flag("cassandra.index.logs")
          .byDefault(true)
          .says("find spans by the fields of their logs");

  public static final Setting<Boolean> INDEX_PROCESS_TAGS =
      Setting.flag("cassandra.index.process-tags")
          .byDefault(true)
          .says("find spans by the tags of their processes");

  public static final Setting<List<String>> INDEX_TAG_BLACKLIST =
      Setting.words("cassandra.index.tag-blacklist").says("keys that spans are not found by");

  public static final Setting<List<String>> INDEX_TAG_WHITELIST =
      Setting.words("cassandra.index.tag-whitelist")
          .says("the only keys that spans are found by; empty means all");

  public static final Setting<Boolean> SCHEMA_CREATE =
      Setting.flag("cassandra.schema.create")
          .says("create keyspace and tables where they are missing, before the first span");

  public static final Setting<String> SCHEMA_MODE =
      Setting.choice("cassandra.schema.mode", "prod", "test")
          .says("prod replicates by datacenter; test keeps one copy on any server");

  public static final Setting<String> SCHEMA_DATACENTER =
      Setting.text("cassandra.schema.datacenter")
          .says("datacenter of a new keyspace in mode prod; empty means cassandra.local-dc");

  public static final Setting<Integer> SCHEMA_REPLICATION_FACTOR =
      Setting.integer("cassandra.schema.replication-factor", 0, 100)
          .unit("copies")
          .says("copies of each row in a new keyspace; 0 means 2 in mode prod, 1 in mode test");

  public static final Setting<Duration> SCHEMA_TRACE_TTL =
      Setting.duration("cassandra.schema.trace-ttl", Duration.ZERO)
          .byDefault(Duration.ofDays(2))
          .says("how long new tables keep spans; 0 means for ever");

  public static final Setting<Duration> SCHEMA_DEPENDENCIES_TTL =
      Setting.duration("cassandra.schema.dependencies-ttl", Duration.ZERO)
          .says("how long a new table keeps dependencies; 0 means for ever");

  public static final Setting<Duration> SCHEMA_COMPACTION_WINDOW =
      Setting.duration("cassandra.schema.compaction-window", Duration.ZERO)
          .says(
              "window of the new table of spans; 0 means a thirtieth of cassandra.schema.trace-ttl");

  private static CassandraSettings of(String prefix) {
    String dot = prefix + ".";
    return new CassandraSettings(
        prefix,
        Setting.words(dot + "servers").byDefault(List.of("127.0.0.1")).says("Cassandra servers"),
        Setting.integer(dot + "port", 1, 65_535).byDefault(9_042).says("port of those servers"),
        Setting.text(dot + "keyspace").byDefault("jaeger_v1_test").says("keyspace of the tables"),
        Setting.text(dot + "local-dc")
            .says("datacenter whose servers are asked; empty means that of the servers named"),
        consistency(dot),
        Setting.integer(dot + "connections-per-host", 1, 1_024)
            .byDefault(2)
            .unit("connections")
            .says("connections to each server"),
        Setting.integer(dot + "max-retry-attempts", 1, 100)
            .byDefault(3)
            .unit("tries")
            .says("how often something is read before it fails"),
        Setting.duration(dot + "timeout", Duration.ZERO)
            .byDefault(Duration.ofSeconds(10))
            .says("longest time to wait for one answer; 0 means without end"),
        Setting.duration(dot + "connect-timeout", Duration.ZERO)
            .byDefault(Duration.ofSeconds(5))
            .says("longest time to wait for a connection"),
        Setting.duration(dot + "reconnect-interval", Duration.ofMillis(100))
            .byDefault(Duration.ofSeconds(60))
            .says("longest wait between two tries to reach a server; the first wait is a second"),
        Setting.duration(dot + "socket-keep-alive", Duration.ZERO)
            .says("above 0, the operating system looks after idle connections"),
        Setting.integer(dot + "proto-version", 0, 5)
            .byDefault(4)
            .says("version of Cassandra's protocol, 3 to 5; 0 asks the servers"),
        Setting.flag(dot + "disable-compression").says("send and receive without LZ4"),
        Setting.text(dot + "username").says("user of the Cassandra servers"),
        Setting.text(dot + "password")
            .secret()
            .says("password of that user; from the environment only"),
        Setting.text(dot + "password-file")
            .says("file with the password, read for each new connection"),
        Setting.words(dot + "basic.allowed-authenticators")
            .says("classes of servers' authenticators that may see the password; empty means any"),
        TlsClientSettings.of(prefix, "whether connections to the Cassandra servers have TLS"));
  }

  private static Setting<String> consistency(String dot) {
    return Setting.choice(
            dot + "consistency",
            "LOCAL_ONE",
            "ANY",
            "ONE",
            "TWO",
            "THREE",
            "QUORUM",
            "ALL",
            "LOCAL_QUORUM",
            "EACH_QUORUM")
        .says("servers that must have answered for a row to count as stored, or as read");
  }

  private List<Setting<?>> all() {
    var all = new ArrayList<Setting<?>>();
    all.addAll(List.of(servers, port, keyspace, localDc, consistency, connectionsPerHost));
    all.addAll(List.of(maxRetryAttempts, timeout, connectTimeout, reconnectInterval));
    all.addAll(List.of(socketKeepAlive, protoVersion, disableCompression));
    all.addAll(List.of(username, password, passwordFile, allowedAuthenticators));
    all.addAll(tls.group("").settings());
    return all;
  }

  static SettingGroup[] groups() {
    var main = MAIN.all();
    main.addAll(List.of(WRITE_CACHE_TTL, RETRY_FOR, REQUESTS_IN_FLIGHT, BYTES_IN_FLIGHT));
    main.addAll(List.of(INDEX_TAGS, INDEX_LOGS, INDEX_PROCESS_TAGS));
    main.addAll(List.of(INDEX_TAG_BLACKLIST, INDEX_TAG_WHITELIST));
    main.addAll(List.of(SCHEMA_CREATE, SCHEMA_MODE, SCHEMA_DATACENTER, SCHEMA_REPLICATION_FACTOR));
    main.addAll(List.of(SCHEMA_TRACE_TTL, SCHEMA_DEPENDENCIES_TTL, SCHEMA_COMPACTION_WINDOW));
    var archive = new ArrayList<Setting<?>>();
    archive.add(ARCHIVE_ENABLED);
    archive.add(ARCHIVE_SCHEMA_TRACE_TTL);
    archive.addAll(ARCHIVE.all());
    return new SettingGroup[] {
      new SettingGroup("Storage: cassandra", main),
      new SettingGroup("Storage: cassandra, archived traces", archive)
    };
  }
}
