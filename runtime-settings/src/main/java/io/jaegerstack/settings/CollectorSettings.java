package io.jaegerstack.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The collector's settings, under the names of Jaeger's collector.
public final class CollectorSettings {
  public static final Setting<HostPort> GRPC_HOST_PORT =
      Setting.hostPort("collector.grpc-server.host-port", Ports.COLLECTOR_GRPC)
          .says("gRPC address where agents send batches (api_v2)");

  /// Jaeger counts bytes here, too; its default is gRPC's own 4 MiB.
  public static final Setting<ByteSize> GRPC_MAX_MESSAGE_SIZE =
      Setting.size("collector.grpc-server.max-message-size", ByteSize.kib(64), ByteSize.mib(1024))
          .byDefault(ByteSize.mib(4))
          .says("largest gRPC message taken; larger ones are refused");

  /// Jaeger has no such bound. An agent opens up to three.
  public static final Setting<Integer> GRPC_MAX_CONNECTIONS =
      Setting.integer("collector.grpc-server.max-connections", 1, 1_000_000)
          .byDefault(4_000)
          .unit("connections")
          .says(
              "connections open at one time, for each gRPC port of the process (OTLP, too); new ones beyond it are closed at once; an agent opens up to 3");

  public static final Setting<Duration> GRPC_MAX_CONNECTION_AGE =
      Setting.duration("collector.grpc-server.max-connection-age", Duration.ZERO)
          .says(
              "agents are asked to connect anew after this, so that new collectors get their share; 0 means never");

  public static final Setting<Duration> GRPC_MAX_CONNECTION_AGE_GRACE =
      Setting.duration("collector.grpc-server.max-connection-age-grace", Duration.ZERO)
          .says("time for calls in work on such a connection; 0 means without end");

  public static final Setting<HostPort> HTTP_HOST_PORT =
      Setting.hostPort("collector.http-server.host-port", Ports.COLLECTOR_HTTP)
          .says("HTTP address where clients post jaeger.thrift");

  public static final Setting<Boolean> TCHANNEL_ENABLED =
      Setting.flag("collector.tchannel.enabled")
          .byDefault(true)
          .says("whether TChannel is taken at all");

  /// Jaeger's own name, of the time when its collector took port numbers only.
  public static final Setting<HostPort> TCHANNEL_HOST_PORT =
      Setting.portOrAddress("collector.port", Ports.COLLECTOR_TCHANNEL)
          .says("TChannel port, or address, where agents of Jaeger up to 1.17 submit batches");

  public static final Setting<ByteSize> TCHANNEL_UNFINISHED_BYTES =
      Setting.size("collector.tchannel.unfinished-bytes", ByteSize.mib(4), ByteSize.mib(4096))
          .byDefault(ByteSize.mib(32))
          .says(
              "bytes of TChannel calls whose last fragment has not come; when full, callers are told to come back");

  public static final Setting<Boolean> RELAY_ENABLED =
      Setting.flag("collector.relay.enabled")
          .byDefault(true)
          .says("whether the relay of JaegerStack's own agents is taken at all");

  public static final Setting<HostPort> RELAY_HOST_PORT =
      Setting.hostPort("collector.relay.host-port", Ports.COLLECTOR_RELAY)
          .says(
              "address where JaegerStack's own agents send packets as they came; with TLS where the gRPC port has it, from collector.grpc.tls");

  public static final Setting<ByteSize> RELAY_MAX_MESSAGE_SIZE =
      Setting.size("collector.relay.max-message-size", ByteSize.kib(512), ByteSize.mib(1024))
          .byDefault(ByteSize.mib(5))
          .says(
              "largest frame taken, packed and unpacked; agents are told. More than agents take of a client, 4 MiB over OTLP: a frame has their tags, too");

  public static final Setting<ByteSize> RELAY_WINDOW =
      Setting.size("collector.relay.window", ByteSize.kib(128), ByteSize.mib(1024))
          .byDefault(ByteSize.mib(16))
          .says(
              "bytes of frames that one agent may send before the first of them is stored; at least the largest frame");

  public static final Setting<ByteSize> RELAY_UNFINISHED_BYTES =
      Setting.size("collector.relay.unfinished-bytes", ByteSize.mib(4), ByteSize.mib(4096))
          .byDefault(ByteSize.mib(64))
          .says(
              "bytes of frames, over all connections, whose rest has not come; when full, connections that want more are closed");

  public static final Setting<Duration> RELAY_MAX_CONNECTION_AGE =
      Setting.duration("collector.relay.max-connection-age", Duration.ZERO)
          .byDefault(Duration.ofMinutes(5))
          .says(
              "agents are asked to connect anew after this, give or take a tenth, so that new collectors get their share; 0 means never");

  public static final Setting<Boolean> OTLP_ENABLED =
      Setting.flag("collector.otlp.enabled").byDefault(true).says("whether OTLP is taken at all");

  public static final Setting<HostPort> OTLP_GRPC_HOST_PORT =
      Setting.hostPort("collector.otlp.grpc.host-port", Ports.OTLP_GRPC)
          .says("gRPC address for OTLP");

  public static final Setting<ByteSize> OTLP_GRPC_MAX_MESSAGE_SIZE =
      Setting.size("collector.otlp.grpc.max-message-size", ByteSize.kib(64), ByteSize.mib(1024))
          .byDefault(ByteSize.mib(4))
          .says("largest OTLP message taken over gRPC; larger ones are refused");

  public static final Setting<Duration> OTLP_GRPC_MAX_CONNECTION_AGE =
      Setting.duration("collector.otlp.grpc.max-connection-age", Duration.ZERO)
          .says("OTLP clients are asked to connect anew after this; 0 means never");

  public static final Setting<Duration> OTLP_GRPC_MAX_CONNECTION_AGE_GRACE =
      Setting.duration("collector.otlp.grpc.max-connection-age-grace", Duration.ZERO)
          .says("time for calls in work on such a connection; 0 means without end");

  public static final Setting<HostPort> OTLP_HTTP_HOST_PORT =
      Setting.hostPort("collector.otlp.http.host-port", Ports.OTLP_HTTP)
          .says("HTTP address for OTLP");

  /// Jaeger's prefixes: `collector.grpc`, not `collector.grpc-server`.
  public static final TlsServerSettings GRPC_TLS = TlsServerSettings.of("collector.grpc");

  public static final TlsServerSettings HTTP_TLS = TlsServerSettings.of("collector.http");

  public static final TlsServerSettings OTLP_GRPC_TLS = TlsServerSettings.of("collector.otlp.grpc");

  public static final TlsServerSettings OTLP_HTTP_TLS = TlsServerSettings.of("collector.otlp.http");

  public static final TlsServerSettings ZIPKIN_TLS = TlsServerSettings.of("collector.zipkin");

  public static final Setting<Optional<HostPort>> ZIPKIN_HOST_PORT =
      Setting.maybeHostPort("collector.zipkin.host-port")
          .says(
              "HTTP address where Zipkin's clients post spans, by habit :9411; empty means that Zipkin's formats are not taken");

  public static final Setting<Boolean> ZIPKIN_KEEP_ALIVE =
      Setting.flag("collector.zipkin.keep-alive")
          .byDefault(true)
          .says("whether a connection of a Zipkin client stays open after an answer");

  public static final Setting<List<String>> ZIPKIN_CORS_ORIGINS =
      Setting.words("collector.zipkin.cors.allowed-origins")
          .says(
              "origins whose pages may post Zipkin's spans, each with at most one *; * alone means any; empty means none");

  public static final Setting<List<String>> ZIPKIN_CORS_HEADERS =
      Setting.words("collector.zipkin.cors.allowed-headers")
          .says(
              "headers that such a page may send, beside those that every page may and Content-Type; * means any");

  /// Spans waiting between receivers and storage. When full, new spans are refused and counted as
  /// `reason="queue-full"`. Jaeger's default is 2,000.
  public static final Setting<Integer> QUEUE_SIZE =
      Setting.integer("collector.queue-size", 1, 10_000_000)
          .byDefault(2_000)
          .unit("spans")
          .says(
              "spans held in memory while storage is slow; when full, senders are told to come back; one batch that is larger than this is taken when no other waits");

  public static final Setting<ByteSize> QUEUE_BYTES =
      Setting.size("collector.queue-bytes", ByteSize.kib(64), ByteSize.mib(65_536))
          .byDefault(ByteSize.mib(32))
          .says(
              "bytes of spans held in memory while storage is slow; when full, senders are told to come back; one batch that is larger than this is taken when nothing else is held; also the room for gRPC requests, and for HTTP bodies, that have not arrived whole");

  public static final Setting<Integer> NUM_WORKERS =
      Setting.integer("collector.num-workers", 1, 1_000)
          .byDefault(4)
          .unit("writers")
          .says("writers that take spans from the queue to the storage");

  /// Value of [#ACK].
  public static final String ACK_STORAGE = "storage";

  public static final Setting<String> ACK =
      Setting.choice("collector.ack", "queue", ACK_STORAGE)
          .says(
              "when senders are told OK: once the queue has their spans, or once the storage has answered for them; agents of the relay always wait for the storage");

  public static final Setting<Duration> ACK_TIMEOUT =
      Setting.duration("collector.ack-timeout", Duration.ofMillis(100))
          .byDefault(Duration.ofSeconds(10))
          .says(
              "with collector.ack=storage, how long a sender waits before it is told to come back; what is stored all the same comes twice then");

  public static final Setting<Map<String, String>> TAGS =
      Setting.tags("collector.tags")
          .says("process tags added to every span: key=value, value may be ${NAME:default}");

  public static final Setting<String> TAG_POLICIES_FILE =
      Setting.text("collector.tag-policies-file")
          .says("JSON file with rules that add, drop, redact or hash tags; empty means none");

  public static final Setting<Duration> TAG_POLICIES_RELOAD_INTERVAL =
      Setting.duration("collector.tag-policies-reload-interval", Duration.ZERO)
          .byDefault(Duration.ofSeconds(10))
          .says("how often the file of tag policies is looked at again; 0 means never");

  public static final Setting<String> TAG_POLICIES_HASH_KEY =
      Setting.text("collector.tag-policies-hash-key")
          .secret()
          .says("key of the hashes of tag policies, 16 bytes or more; from the environment only");

  public static final Setting<String> TAG_POLICIES_HASH_KEY_FILE =
      Setting.text("collector.tag-policies-hash-key-file")
          .says("file with that key, read again when the tag policies are");

  /// Off by default in Jaeger, where they are costly.
  public static final Setting<Boolean> SPAN_SIZE_METRICS =
      Setting.flag("collector.enable-span-size-metrics")
          .byDefault(true)
          .says(
              "whether jaeger_collector_spans_bytes and jaeger_collector_spans_serviceNames are shown");

  public static final Setting<String> SAMPLING_STRATEGIES_FILE =
      Setting.text("sampling.strategies-file")
          .says(
              "JSON file with sampling strategies, a path or an http:// address; empty means probabilistic 0.001 for every service");

  public static final Setting<Duration> SAMPLING_RELOAD_INTERVAL =
      Setting.duration("sampling.strategies-reload-interval", Duration.ZERO)
          .says("how often the strategies file is looked at again; 0 means never");

  static SettingGroup[] groups() {
    return new SettingGroup[] {
      SettingGroup.of(
          "Collector: receivers",
          GRPC_HOST_PORT,
          GRPC_MAX_MESSAGE_SIZE,
          GRPC_MAX_CONNECTIONS,
          GRPC_MAX_CONNECTION_AGE,
          GRPC_MAX_CONNECTION_AGE_GRACE,
          HTTP_HOST_PORT,
          TCHANNEL_ENABLED,
          TCHANNEL_HOST_PORT,
          TCHANNEL_UNFINISHED_BYTES,
          RELAY_ENABLED,
          RELAY_HOST_PORT,
          RELAY_MAX_MESSAGE_SIZE,
          RELAY_WINDOW,
          RELAY_UNFINISHED_BYTES,
          RELAY_MAX_CONNECTION_AGE,
          OTLP_ENABLED,
          OTLP_GRPC_HOST_PORT,
          OTLP_GRPC_MAX_MESSAGE_SIZE,
          OTLP_GRPC_MAX_CONNECTION_AGE,
          OTLP_GRPC_MAX_CONNECTION_AGE_GRACE,
          OTLP_HTTP_HOST_PORT,
          ZIPKIN_HOST_PORT,
          ZIPKIN_KEEP_ALIVE,
          ZIPKIN_CORS_ORIGINS,
          ZIPKIN_CORS_HEADERS),
      GRPC_TLS.group("Collector: TLS of the gRPC port"),
      HTTP_TLS.group("Collector: TLS of the HTTP port"),
      OTLP_GRPC_TLS.group("Collector: TLS of OTLP over gRPC"),
      OTLP_HTTP_TLS.group("Collector: TLS of OTLP over HTTP"),
      ZIPKIN_TLS.group("Collector: TLS of the Zipkin port"),
      SettingGroup.of(
          "Collector: pipeline",
          QUEUE_SIZE,
          QUEUE_BYTES,
          NUM_WORKERS,
          ACK,
          ACK_TIMEOUT,
          TAGS,
          TAG_POLICIES_FILE,
          TAG_POLICIES_RELOAD_INTERVAL,
          TAG_POLICIES_HASH_KEY,
          TAG_POLICIES_HASH_KEY_FILE,
          SPAN_SIZE_METRICS),
      SettingGroup.of("Collector: sampling", SAMPLING_STRATEGIES_FILE, SAMPLING_RELOAD_INTERVAL)
    };
  }

  private CollectorSettings() {}
}
