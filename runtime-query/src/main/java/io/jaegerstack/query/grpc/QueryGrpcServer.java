package io.jaegerstack.query.grpc;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.jaegerstack.query.service.QueryService;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.ListenException;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.grpc.GrpcAdmission;
import io.jaegerstack.server.tls.TlsServer;
import io.jaegerstack.settings.HostPort;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gRPC port: api_v2 and health.
public final class QueryGrpcServer implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(QueryGrpcServer.class);

  /// Requests are a few names and times.
  private static final int MESSAGE_BYTES = 64 * 1024;

  private static final int METADATA_BYTES = 16 * 1024;
  private static final int CALLS_PER_CONNECTION = 100;

  /// More resets than a caller that changes its mind has; beyond, it is the rapid reset attack.
  private static final int RESETS_PER_WINDOW = 200;

  private static final int RESET_WINDOW_SECONDS = 10;
  private static final Duration MOST_FREQUENT_PING = Duration.ofSeconds(10);

  /// grpc-java writes a stack trace for each connection that breaks the protocol, and the log must
  /// not follow what strangers send. Held here, because the JDK forgets loggers that nobody holds.
  private static final java.util.logging.Logger NOISE =
      java.util.logging.Logger.getLogger("io.grpc.netty");

  private final HostPort address;
  private final Server server;
  private final HealthStatusManager health;
  private final Optional<TlsServer> tls;

  private QueryGrpcServer(
      HostPort address, Server server, HealthStatusManager health, Optional<TlsServer> tls) {
    this.address = address;
    this.server = server;
    this.health = health;
    this.tls = tls;
  }

  public static QueryGrpcServer of(
      HostPort address,
      EventLoops loops,
      GrpcAdmission admission,
      QueryService service,
      CallsInWork calls,
      Optional<TlsServer> tls) {
    NOISE.setLevel(java.util.logging.Level.SEVERE);
    var health = new HealthStatusManager();
    var api = new QueryGrpcApi(service, InstantSource.system(), calls);
    var builder =
        NettyServerBuilder.forAddress(address.toListen())
            .bossEventLoopGroup(loops.group())
            .workerEventLoopGroup(loops.group())
            .directExecutor()
            .maxInboundMessageSize(MESSAGE_BYTES)
            .maxInboundMetadataSize(METADATA_BYTES)
            .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
            .maxRstFramesPerWindow(RESETS_PER_WINDOW, RESET_WINDOW_SECONDS)
            .permitKeepAliveTime(MOST_FREQUENT_PING.toSeconds(), TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addService(MalformedRequests.refusedBefore(api.bindService(), calls.counts()))
            .addService(health.getHealthService());
    admission.guard("query", builder, tls, message -> new Metadata());
    return new QueryGrpcServer(address, builder.build(), health, tls);
  }

  @Override
  public String name() {
    return "query grpc";
  }

  @Override
  public void start() throws IOException {
    try {
      server.start();
    } catch (IOException e) {
      throw ListenException.of("tcp", address, e);
    }
    tls.ifPresent(TlsServer::start);
    LOG.info("listening server=\"{}\" address={} port={}", name(), address, port());
  }

  /// The port listened on, once started.
  public int port() {
    return server.getPort();
  }

  /// Tells health checks, takes no more calls, lets those in work end, cuts the rest off at the
  /// deadline.
  @Override
  public void stop(Deadline deadline) {
    tls.ifPresent(TlsServer::stop);
    health.enterTerminalState();
    server.shutdown();
    try {
      if (!server.awaitTermination(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
        LOG.warn("closing connections with calls in work server=\"{}\"", name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.shutdownNow();
  }
}
