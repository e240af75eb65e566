package io.jaegerstack.storage.cassandra.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// Configuration, data and log of one server, in a directory of its own.
final class CassandraFiles {
  private static final int END_OF_LOG = 3_000;

  /// Cassandra reaches into the JDK; its own start script says so too.
  private static final List<String> OPENED =
      List.of(
          "java.base/java.io",
          "java.base/java.lang",
          "java.base/java.lang.module",
          "java.base/java.lang.reflect",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/jdk.internal.loader",
          "java.base/jdk.internal.math",
          "java.base/jdk.internal.module",
          "java.base/jdk.internal.ref",
          "java.base/jdk.internal.reflect",
          "java.base/jdk.internal.util.jar",
          "java.base/sun.nio.ch",
          "jdk.management/com.sun.management.internal");

  private static final List<String> EXPORTED =
      List.of(
          "java.base/java.lang.ref",
          "java.base/jdk.internal.misc",
          "java.management.rmi/com.sun.jmx.remote.internal.rmi",
          "java.rmi/sun.rmi.registry",
          "java.rmi/sun.rmi.server",
          "java.sql/java.sql",
          "jdk.unsupported/sun.misc");

  private final Path run;

  CassandraFiles(Path run) {
    this.run = run;
  }

  /// Makes the directory anew.
  void write(int port, int storagePort, String more) throws IOException {
    deleteOld();
    Files.createDirectories(run.resolve("conf"));
    Files.writeString(run.resolve("conf/logback.xml"), LOGBACK);
    configure(port, storagePort, more);
  }

  /// Writes the configuration over what was there.
  void configure(int port, int storagePort, String more) throws IOException {
    Files.writeString(
        run.resolve("conf/cassandra.yaml"),
        SETTINGS.formatted(storagePort, storagePort, port, run, run, run, run, run) + more);
  }

  private void deleteOld() throws IOException {
    if (!Files.exists(run)) {
      return;
    }
    try (var old = Files.walk(run)) {
      for (Path each : old.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /// Options of its JVM: small, and quick to start.
  static List<String> options() {
    var options =
        new java.util.ArrayList<>(
            List.of(
                "-Xms512m",
                "-Xmx512m",
                "-XX:MaxDirectMemorySize=256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xss512k",
                "-Djdk.attach.allowAttachSelf=true",
                "-Dio.netty.tryReflectionSetAccessible=true",
                "-Djava.net.preferIPv4Stack=true",
                "-Dcassandra-foreground=yes",
                "-Dcassandra.ring_delay_ms=100",
                "-Dcassandra.skip_wait_for_gossip_to_settle=0",
                "-Dcassandra.superuser_setup_delay_ms=0"));
    OPENED.forEach(each -> options.add("--add-opens=" + each + "=ALL-UNNAMED"));
    EXPORTED.forEach(each -> options.add("--add-exports=" + each + "=ALL-UNNAMED"));
    return options;
  }

  /// The end of what it has written.
  String said() throws IOException {
    String log = Files.readString(run.resolve("out.log"));
    return log.substring(Math.max(0, log.length() - END_OF_LOG));
  }

  boolean saysThatItListens() throws IOException {
    Path log = run.resolve("out.log");
    return Files.exists(log)
        && Files.readString(log).contains("Starting listening for CQL clients");
  }

  private static final String LOGBACK =
      """
      <configuration>
        <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%date %-5level %logger{20} %msg%n</pattern></encoder>
        </appender>
        <root level="INFO"><appender-ref ref="OUT"/></root>
      </configuration>
      """;

  private static final String SETTINGS =
      """
      cluster_name: test
      num_tokens: 1
      partitioner: org.apache.cassandra.dht.Murmur3Partitioner
      endpoint_snitch: SimpleSnitch
      seed_provider:
        - class_name: org.apache.cassandra.locator.SimpleSeedProvider
          parameters: [{seeds: "127.0.0.1:%d"}]
      listen_address: 127.0.0.1
      rpc_address: 127.0.0.1
      storage_port: %d
      native_transport_port: %d
      start_native_transport: true
      data_file_directories: [%s/data]
      commitlog_directory: %s/commitlog
      saved_caches_directory: %s/saved_caches
      hints_directory: %s/hints
      cdc_raw_directory: %s/cdc_raw
      commitlog_sync: periodic
      commitlog_sync_period: 1000ms
      commitlog_segment_size: 8MiB
      commitlog_total_space: 128MiB
      memtable_heap_space: 64MiB
      memtable_offheap_space: 64MiB
      key_cache_size: 0MiB
      file_cache_size: 32MiB
      networking_cache_size: 16MiB
      auto_snapshot: false
      incremental_backups: false
      concurrent_reads: 8
      concurrent_writes: 8
      materialized_views_enabled: false
      user_defined_functions_enabled: false
      storage_compatibility_mode: NONE
      """;
}
