package io.jaegerstack.server.grpc;

import io.grpc.Metadata;
import io.grpc.netty.NettyServerBuilder;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.server.tls.TlsServer;
import io.jaegerstack.settings.Tenancy;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.PlatformDependent;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/// What all gRPC ports of a process share: the room for requests that have not arrived whole.
///
/// gRPC bounds a message and the calls of a connection, not their product over all connections: a
/// few hundred that half-send the largest message would take all memory there is. Here every such
/// byte is counted. Where the room ends, the oldest unfinished calls give way first, on whichever
/// event loop they are; and where one connection has more than its part, its own oldest. So
/// requests that arrive at once are served however many strangers dawdle.
public final class GrpcAdmission {
  private static final int FIRST_READ_BYTES = 4 * 1024;
  private static final int LARGEST_READ_BYTES = UnfinishedCall.LEAST_BYTES / 2;

  private final EventLoops loops;
  private final MeterRegistry registry;
  private final IntakeLimits limits;
  private final Tenancy tenancy;
  private final UnfinishedCalls unfinished;
  private final RateLimitedLog warnings =
      RateLimitedLog.of(LoggerFactory.getLogger(GrpcAdmission.class));
  private final ThreadLocal<EventExecutor> thisLoop =
      ThreadLocal.withInitial(this::loopLookedAfter);

  private GrpcAdmission(
      EventLoops loops, MeterRegistry registry, IntakeLimits limits, Tenancy tenancy) {
    this.loops = loops;
    this.registry = registry;
    this.limits = limits;
    this.tenancy = tenancy;
    this.unfinished =
        new UnfinishedCalls(
            Math.min(limits.unfinishedBytes(), mostRoom()), limits.connectionBytes(), warnings);
    Gauge.builder("jaegerstack_grpc_unfinished_bytes", unfinished.heldBytes(), AtomicLong::get)
        .strongReference(true)
        .register(registry);
  }

  /// Most bytes that an unfinished message of `bytes` makes the process hold: HTTP/2's frames have
  /// 16 KiB at most, and each may keep alive a buffer of twice that.
  public static long held(long bytes) {
    return 2 * bytes;
  }

  /// Half of what the JVM may take for buffers (`-XX:MaxDirectMemorySize`).
  public static long mostRoom() {
    return PlatformDependent.maxDirectMemory() / 2;
  }

  /// One per process: the room is for all its ports together. It never is more than [#mostRoom()],
  /// whatever `limits` say.
  public static GrpcAdmission of(EventLoops loops, MeterRegistry registry, IntakeLimits limits) {
    return of(loops, registry, limits, Tenancy.OFF);
  }

  /// The same for ports whose callers are tenants.
  public static GrpcAdmission of(
      EventLoops loops, MeterRegistry registry, IntakeLimits limits, Tenancy tenancy) {
    return new GrpcAdmission(loops, registry, limits, tenancy);
  }

  /// Puts the port that `builder` is for under these limits. A silent connection is asked whether
  /// its client is still there, and closed where it is not: a node that lost power closes nothing
  /// itself, and who stopped within a frame cannot answer, but holds what was read of it.
  ///
  /// @param server its name in metrics and logs
  /// @param tls that it speaks; started and stopped by whoever owns the port
  /// @param comeBack trailers for a caller who is asked to come back, by the message it is told
  public void guard(
      String server,
      NettyServerBuilder builder,
      Optional<TlsServer> tls,
      Function<String, Metadata> comeBack) {
    var refusals = new RefusalCounts(server, registry, warnings);
    var gate =
        new ConnectionGate(
            new ReflectiveChannelFactory<>(loops.serverChannel()),
            limits.connections(),
            refusals,
            tls,
            loops.sharing());
    Gauge.builder("jaegerstack_grpc_connections", gate, ConnectionGate::open)
        .tags("server", server)
        .strongReference(true)
        .register(registry);
    if (tenancy.isOn()) {
      builder.intercept(new TenantInterceptor(tenancy));
    }
    builder
        .channelFactory(gate)
        .withChildOption(
            ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator(
                FIRST_READ_BYTES, FIRST_READ_BYTES, LARGEST_READ_BYTES))
        .addStreamTracerFactory(
            new UnfinishedCall.Factory(unfinished, thisLoop::get, refusals, comeBack, gate::hangUp)
                .tracers())
        .addTransportFilter(new UnfinishedCall.Connections())
        .keepAliveTime(limits.silence().toNanos(), TimeUnit.NANOSECONDS)
        .keepAliveTimeout(limits.silence().toNanos() / 3, TimeUnit.NANOSECONDS)
        .intercept(new UnfinishedCall.Closing());
  }

  /// Bytes held for requests that are not whole.
  public long heldBytes() {
    return unfinished.heldBytes().get();
  }

  private EventExecutor loopLookedAfter() {
    for (var loop : loops.group()) {
      if (loop.inEventLoop()) {
        long often = Math.max(1, limits.arrivalTime().toNanos() / 10);
        loop.scheduleWithFixedDelay(
            () -> {
              unfinished.refuseLate(loop, limits.arrivalTime());
              unfinished.hangUpOnUnread(loop, limits.answerTime());
            },
            often,
            often,
            TimeUnit.NANOSECONDS);
        return loop;
      }
    }
    throw new IllegalStateException(
        "gRPC call on thread %s, expected one of the process's event loops"
            .formatted(Thread.currentThread().getName()));
  }
}
