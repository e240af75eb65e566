package io.jaegerstack.agent.reporter;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.tls.TlsClient;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gRPC channel to all collectors, spread over their addresses in turn. Connects by itself and
/// again; the process comes up without any collector there.
public final class CollectorConnection implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(CollectorConnection.class);

  /// After it, a peer that does not acknowledge what we sent is gone: half-open connections end
  /// here.
  private static final Duration UNACKNOWLEDGED = Duration.ofSeconds(20);

  /// A peer from which nothing came for so long while a call waits is asked whether it is there,
  /// and given up if it does not say so: something on the way can acknowledge for one that is gone.
  /// The least that gRPC allows; Go's servers count such questions only where they answer nothing
  /// else.
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /// Names are looked up again this often, and when a connection breaks: collectors that are added
  /// get their share within seconds. [io.jaegerstack.agent.AgentMain] lets the JVM forget as soon.
  private static final Duration REFRESH = Duration.ofSeconds(5);

  private final String target;
  private final ManagedChannel channel;
  private final Optional<TlsClient> tls;
  private final LongAdder reconnects = new LongAdder();
  private volatile boolean connected;

  /// With a refresh of the caller's own, for tests.
  CollectorConnection(EventLoops loops, String collectors, Duration refresh) {
    this(loops, collectors, refresh, new Metadata(), Optional.empty());
  }

  /// @param collectors `host:port`, several separated by commas, or `dns:///name:port`
  /// @param headers of every call
  /// @param tls nothing for plain text
  public CollectorConnection(
      EventLoops loops, String collectors, Metadata headers, Optional<TlsClient> tls) {
    this(loops, collectors, REFRESH, headers, tls);
  }

  private CollectorConnection(
      EventLoops loops,
      String collectors,
      Duration refresh,
      Metadata headers,
      Optional<TlsClient> tls) {
    CollectorTarget.register();
    this.tls = tls;
    this.target = collectors;
    var builder =
        NettyChannelBuilder.forTarget(CollectorTarget.of(collectors, refresh))
            .eventLoopGroup(loops.group())
            .channelType(loops.clientChannel())
            .defaultLoadBalancingPolicy("round_robin")
            .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
            .disableRetry()
            .keepAliveTime(SILENCE.toNanos(), TimeUnit.NANOSECONDS)
            .keepAliveTimeout(SIGN_OF_LIFE.toNanos(), TimeUnit.NANOSECONDS)
            .intercept(MetadataUtils.newAttachHeadersInterceptor(headers));
    tls.ifPresentOrElse(
        spoken -> spoken.secure(builder, loops.clientChannel()), builder::usePlaintext);
    if (loops.isEpoll()) {
      builder.withOption(EpollChannelOption.TCP_USER_TIMEOUT, (int) UNACKNOWLEDGED.toMillis());
    }
    this.channel = builder.build();
  }

  @Override
  public String name() {
    return "connection to collector";
  }

  @Override
  public void start() {
    LOG.info("connecting collectors={} tls={}", target, tls.isPresent());
    tls.ifPresent(TlsClient::start);
    watch();
  }

  private void watch() {
    ConnectivityState state = channel.getState(true);
    boolean ready = state == ConnectivityState.READY;
    if (ready && !connected) {
      reconnects.increment();
      LOG.info("connected collectors={}", target);
    } else if (connected && !ready) {
      LOG.info("disconnected collectors={} state={}", target, state);
    }
    connected = ready;
    if (state != ConnectivityState.SHUTDOWN) {
      channel.notifyWhenStateChanged(state, this::watch);
    }
  }

  @Override
  public void stop(Deadline deadline) {
    tls.ifPresent(TlsClient::stop);
    channel.shutdownNow();
    try {
      channel.awaitTermination(Math.max(1, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  public ManagedChannel channel() {
    return channel;
  }

  public boolean isConnected() {
    return connected;
  }

  /// How often a connection came about.
  public long reconnects() {
    return reconnects.sum();
  }
}
