package io.jaegerstack.settings;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The agent's settings, under the names of Jaeger's agent.
public final class AgentSettings {
  /// One UDP entrance. `server-max-packet-size` bounds what a client can send in one datagram: a
  /// UDP payload cannot exceed 65,507 bytes over IPv4.
  public record Processor(
      Setting<HostPort> hostPort,
      Setting<Integer> workers,
      Setting<Integer> queueSize,
      Setting<ByteSize> queueBytes,
      Setting<Integer> maxPacketSize,
      Setting<Integer> socketBufferSize) {
    /// Jaeger has 10, of goroutines; a platform thread costs memory, and two look through more than
    /// a node's clients send.
    private static final int DEFAULT_WORKERS = 2;

    private static Processor of(String name, int port) {
      String prefix = "processor." + name + ".";
      return new Processor(
          Setting.hostPort(prefix + "server-host-port", port)
              .says("UDP address to take " + name + " packets on"),
          Setting.integer(prefix + "workers", 1, 256)
              .byDefault(DEFAULT_WORKERS)
              .unit("threads")
              .says("threads that decode packets"),
          Setting.integer(prefix + "server-queue-size", 1, 1_000_000)
              .byDefault(10_000)
              .unit("packets")
              .says(
                  "packets waiting for a worker, each of one batch; when full, packets are dropped and counted"),
          Setting.size(prefix + "server-queue-bytes", ByteSize.kib(64), ByteSize.mib(4096))
              .byDefault(ByteSize.mib(8))
              .says(
                  "bytes of packets waiting for a worker; when full, packets are dropped and counted; the largest packet always fits into an empty queue"),
          Setting.integer(prefix + "server-max-packet-size", 512, 65_507)
              .byDefault(65_000)
              .unit("bytes")
              .says("largest packet taken; larger ones are dropped and counted"),
          Setting.integer(prefix + "server-socket-buffer-size", 0, 1 << 30)
              .byDefault(4 * 1024 * 1024)
              .unit("bytes")
              .says(
                  "kernel's receive buffer of the socket, up to what the kernel allows (net.core.rmem_max); 0 leaves the system's default"));
    }

    private SettingGroup group(String title) {
      return SettingGroup.of(
          title, hostPort, workers, queueSize, queueBytes, maxPacketSize, socketBufferSize);
    }
  }

  public static final Processor COMPACT = Processor.of("jaeger-compact", Ports.AGENT_COMPACT);
  public static final Processor BINARY = Processor.of("jaeger-binary", Ports.AGENT_BINARY);

  public static final Processor ZIPKIN = Processor.of("zipkin-compact", Ports.AGENT_ZIPKIN);

  public static final Setting<HostPort> HTTP_HOST_PORT =
      Setting.hostPort("http-server.host-port", Ports.AGENT_CONFIG)
          .says("HTTP address where clients ask for sampling strategies and baggage restrictions");

  /// Jaeger's agent has nothing like it: an update of it leaves its node without an agent.
  public static final Setting<Boolean> SUCCESSION =
      Setting.flag("agent.succession")
          .says(
              "whether the agent takes all ports over from one that runs already, and gives them to one that starts later, so that an update has no gap; of agents of one user on one machine, Linux only");

  public static final Setting<Optional<HostPort>> PROBE_HOST_PORT =
      Setting.maybeHostPort("agent.probe.host-port")
          .says(
              "second address for the health of this very process, for probes where agent.succession has two agents share the admin port; empty means none");

  public static final Setting<Map<String, String>> TAGS =
      Setting.tags("agent.tags")
          .says("process tags added to every batch: key=value, value may be ${NAME:default}");

  public static final String GRPC = "grpc";
  public static final String TCHANNEL = "tchannel";
  public static final String RELAY = "relay";

  public static final Setting<String> REPORTER_TYPE =
      Setting.choice("reporter.type", GRPC, TCHANNEL, RELAY)
          .says(
              "how spans travel to the collector: grpc, as api_v2 PostSpans, tchannel, as to Jaeger up to 1.17, or relay, to collectors of this project: packets as they came, held until the storage has them; where collectors do not speak it, the relay goes on as grpc");

  public static final Setting<String> RELAY_HOST_PORT =
      Setting.maybeTargets("reporter.relay.host-port")
          .says(
              "collectors for reporter.type relay; empty for the hosts of reporter.grpc.host-port, port "
                  + Ports.COLLECTOR_RELAY
                  + "; every address of a name is used");

  public static final String ZSTD = "zstd";
  public static final String NONE = "none";

  public static final Setting<String> RELAY_COMPRESSION =
      Setting.choice("reporter.relay.compression", ZSTD, NONE)
          .says(
              "how frames of the relay are packed: zstd takes a fifth of the network and of the queue, none takes less of the processor");

  /// Jaeger's agent has no default here and refuses to start; ours tries the collector beside it.
  public static final Setting<String> REPORTER_HOST_PORT =
      Setting.targets("reporter.grpc.host-port")
          .byDefault("127.0.0.1:" + Ports.COLLECTOR_GRPC)
          .says(
              "collectors: host:port, several separated by commas, or dns:///name:port for all addresses of a name");

  /// A number that Jaeger's agent looks at only where a program around it finds collectors for it.
  public static final Setting<Integer> REPORTER_MIN_PEERS =
      Setting.integer("reporter.grpc.discovery.min-peers", 1, 100)
          .byDefault(3)
          .unit("connections")
          .says(
              "fewest collectors to be connected to, where there are so many; taken for Jaeger's sake: the agent connects to every address that it finds");

  public static final Setting<Integer> REPORTER_RETRY_MAX =
      Setting.integer("reporter.grpc.retry.max", 0, 100)
          .byDefault(3)
          .unit("retries")
          .says(
              "how often a request that failed is sent again before its spans are dropped and counted; without a connection, an answer, or room in the collector, spans wait in the queue instead");

  public static final Setting<Duration> REPORTER_TIMEOUT =
      Setting.duration("reporter.grpc.timeout", Duration.ofMillis(10))
          .byDefault(Duration.ofSeconds(5))
          .says("longest time to wait for a collector's answer to one request");

  public static final TlsClientSettings REPORTER_TLS =
      TlsClientSettings.of("reporter.grpc", "whether the agent speaks TLS to its collectors");

  /// Jaeger's agent has no such setting.
  public static final Setting<String> REPORTER_TENANT =
      Setting.text("reporter.grpc.tenant")
          .says("tenant of all spans of this agent, for collectors with several; empty for none");

  public static final Setting<String> REPORTER_TENANT_HEADER =
      Setting.text("reporter.grpc.tenant-header")
          .byDefault("x-tenant")
          .says("metadata that names the tenant: multi-tenancy.header of the collectors");

  public static final Setting<String> TCHANNEL_HOST_PORT =
      Setting.targets("reporter.tchannel.host-port")
          .byDefault("127.0.0.1:" + Ports.COLLECTOR_TCHANNEL)
          .says("collectors for reporter.type tchannel; every address of a name is used");

  public static final Setting<Integer> TCHANNEL_MIN_PEERS =
      Setting.integer("reporter.tchannel.discovery.min-peers", 1, 100)
          .byDefault(3)
          .unit("connections")
          .says("collectors that are kept connected, where there are so many");

  public static final Setting<Duration> TCHANNEL_CONNECT_TIMEOUT =
      Setting.duration("reporter.tchannel.discovery.conn-check-timeout", Duration.ofMillis(10))
          .byDefault(Duration.ofMillis(250))
          .says("longest time for a new connection to a collector");

  /// Jaeger's default.
  public static final Setting<Duration> TCHANNEL_TIMEOUT =
      Setting.duration("reporter.tchannel.report-timeout", Duration.ofMillis(10))
          .byDefault(Duration.ofSeconds(1))
          .says("longest time to wait for a collector's answer to one call");

  public static final Setting<ByteSize> REPORTER_QUEUE_BYTES =
      Setting.size("reporter.queue-bytes", ByteSize.kib(64), ByteSize.mib(4096))
          .byDefault(ByteSize.mib(16))
          .says(
              "bytes of packets waiting for a collector, or sent to it and not answered for; when full, packets are dropped and counted, or OTLP clients told to come back; what is larger than this is taken when there is nothing else");

  public static final Setting<String> SPILL_DIRECTORY =
      Setting.text("reporter.spill.directory")
          .says(
              "directory on a disk for spans that no collector has taken yet, which survive the agent's end there; several agents may share it; empty for none");

  public static final Setting<ByteSize> SPILL_MAX_BYTES =
      Setting.size("reporter.spill.max-bytes", ByteSize.mib(16), ByteSize.mib(1 << 20))
          .byDefault(ByteSize.mib(512))
          .says(
              "bytes of files in reporter.spill.directory; when full, spans stay in memory and what is on the disk stays there");

  public static final Setting<Duration> SPILL_MAX_AGE =
      Setting.duration("reporter.spill.max-age", Duration.ofMinutes(1))
          .byDefault(Duration.ofHours(24))
          .says("time after which spans on the disk are dropped and counted as expired");

  public static final Setting<Duration> SPILL_AFTER =
      Setting.duration("reporter.spill.after", Duration.ofMillis(10))
          .byDefault(Duration.ofMillis(500))
          .says(
              "spans that no collector has answered for after this time go to reporter.spill.directory; what is younger is lost with an agent that is killed");

  static SettingGroup[] groups() {
    return new SettingGroup[] {
      COMPACT.group("Agent: jaeger.thrift over the compact protocol"),
      BINARY.group("Agent: jaeger.thrift over the binary protocol"),
      ZIPKIN.group("Agent: Zipkin's thrift over the compact protocol"),
      SettingGroup.of("Agent: sampling for clients", HTTP_HOST_PORT),
      SettingGroup.of("Agent: succession", SUCCESSION, PROBE_HOST_PORT),
      SettingGroup.of(
          "Agent: reporter",
          TAGS,
          REPORTER_TYPE,
          RELAY_HOST_PORT,
          RELAY_COMPRESSION,
          REPORTER_HOST_PORT,
          REPORTER_MIN_PEERS,
          REPORTER_RETRY_MAX,
          REPORTER_TIMEOUT,
          REPORTER_TENANT,
          REPORTER_TENANT_HEADER,
          TCHANNEL_HOST_PORT,
          TCHANNEL_MIN_PEERS,
          TCHANNEL_CONNECT_TIMEOUT,
          TCHANNEL_TIMEOUT,
          REPORTER_QUEUE_BYTES),
      SettingGroup.of("Agent: spill", SPILL_DIRECTORY, SPILL_MAX_BYTES, SPILL_MAX_AGE, SPILL_AFTER),
      REPORTER_TLS.group("Agent: TLS towards collectors")
    };
  }

  private AgentSettings() {}
}
