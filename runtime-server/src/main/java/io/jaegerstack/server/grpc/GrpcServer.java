package io.jaegerstack.server.grpc;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.ListenException;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.tls.TlsServer;
import io.jaegerstack.settings.HostPort;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One gRPC port on the process's event loops. Services run on those loops, so they may not wait.
public final class GrpcServer implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(GrpcServer.class);

  /// grpc-java writes a stack trace for each connection and message that breaks the protocol.
  /// [CallCounts] counts calls, and the log must not follow what strangers send. Held here, because
  /// the JDK forgets loggers that nobody holds.
  private static final java.util.logging.Logger NOISE =
      java.util.logging.Logger.getLogger("io.grpc.netty");

  /// Bytes that a sender may have on the way. 64 KiB, HTTP/2's default, costs a round trip per 64
  /// KiB: measured three times the CPU at start, with batches of 100 spans.
  private static final int FLOW_CONTROL_WINDOW = 1 << 20;

  /// What they hold while they are unfinished is bounded by [GrpcAdmission].
  private static final int CALLS_PER_CONNECTION = 128;

  /// Cancelled calls that a connection may send in a window: bounds rapid reset (CVE-2023-44487).
  private static final int RESETS_PER_WINDOW = 1_000;

  private static final int RESET_WINDOW_SECONDS = 30;

  /// Agents and exporters ping idle connections more often than gRPC's five minutes.
  private static final int CLIENT_PING_SECONDS = 10;

  private final String name;
  private final EventLoops loops;
  private final HostPort address;
  private final GrpcLimits limits;
  private final GrpcAdmission admission;
  private final List<ServerServiceDefinition> services;
  private final CallCounts calls;
  private final Optional<TlsServer> tls;
  private final Function<String, Metadata> comeBack;
  private @Nullable Server server;

  /// A server that is called `name` in logs.
  ///
  /// @param comeBack trailers for a caller who is asked to come back, by the message it is told
  public GrpcServer(
      String name,
      EventLoops loops,
      HostPort address,
      GrpcLimits limits,
      GrpcAdmission admission,
      List<ServerServiceDefinition> services,
      Optional<TlsServer> tls,
      Function<String, Metadata> comeBack,
      Metrics metrics) {
    this.name = name;
    this.loops = loops;
    this.address = address;
    this.limits = limits;
    this.admission = admission;
    this.services = List.copyOf(services);
    this.tls = tls;
    this.comeBack = comeBack;
    this.calls =
        new CallCounts(
            metrics,
            services.stream()
                .flatMap(service -> service.getMethods().stream())
                .map(method -> method.getMethodDescriptor().getFullMethodName())
                .collect(Collectors.toSet()));
  }

  @Override
  public String name() {
    return name + " grpc";
  }

  @Override
  public void start() throws IOException {
    var builder =
        NettyServerBuilder.forAddress(address.toListen())
            .bossEventLoopGroup(loops.group())
            .workerEventLoopGroup(loops.group())
            .directExecutor()
            .flowControlWindow(FLOW_CONTROL_WINDOW)
            .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
            .maxRstFramesPerWindow(RESETS_PER_WINDOW, RESET_WINDOW_SECONDS)
            .permitKeepAliveTime(CLIENT_PING_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .maxInboundMessageSize(limits.messageBytes())
            .addStreamTracerFactory(calls)
            .addServices(services);
    limits.applyTo(builder);
    admission.guard(name, builder, tls, comeBack);
    NOISE.setLevel(java.util.logging.Level.SEVERE);
    try {
      server = builder.build().start();
    } catch (IOException failed) {
      throw ListenException.of("tcp", address, failed);
    }
    tls.ifPresent(TlsServer::start);
    LOG.info("listening server=\"{}\" address={} port={}", name(), address, port());
  }

  /// The port listened on, also where any free one was asked for.
  ///
  /// @throws IllegalStateException before the start
  public int port() {
    if (server == null) {
      throw new IllegalStateException(name() + " has not started");
    }
    return server.getPort();
  }

  /// Tells clients to go elsewhere, lets calls in work end, and closes the rest at the deadline.
  @Override
  public void stop(Deadline deadline) {
    if (server == null) {
      return;
    }
    tls.ifPresent(TlsServer::stop);
    server.shutdown();
    try {
      if (!server.awaitTermination(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
