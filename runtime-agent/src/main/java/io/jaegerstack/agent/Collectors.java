package io.jaegerstack.agent;

import io.grpc.Metadata;
import io.jaegerstack.agent.relay.RelayDelivery;
import io.jaegerstack.agent.relay.RelayTarget;
import io.jaegerstack.agent.reporter.AgentTags;
import io.jaegerstack.agent.reporter.CollectorCalls;
import io.jaegerstack.agent.reporter.CollectorConnection;
import io.jaegerstack.agent.reporter.CollectorPeers;
import io.jaegerstack.agent.reporter.CollectorStatus;
import io.jaegerstack.agent.reporter.Delivery;
import io.jaegerstack.agent.reporter.FrameMaker;
import io.jaegerstack.agent.reporter.FrameNumber;
import io.jaegerstack.agent.reporter.FrameQueue;
import io.jaegerstack.agent.reporter.FrameSenders;
import io.jaegerstack.agent.reporter.GrpcCalls;
import io.jaegerstack.agent.reporter.ReporterCounts;
import io.jaegerstack.agent.reporter.TChannelCalls;
import io.jaegerstack.agent.sampling.GrpcStrategies;
import io.jaegerstack.agent.sampling.StrategySource;
import io.jaegerstack.agent.sampling.TChannelStrategies;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.tls.TlsClient;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.Setting;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The way to the collectors that `reporter.type` names: for frames, and for sampling strategies.
///
/// @param packing of the frames that are delivered
/// @param numbers that collectors know frames by; null where they do not
record Collectors(
    Part connections,
    CollectorStatus status,
    StrategySource strategies,
    Delivery delivery,
    FrameMaker.Packing packing,
    Supplier<@Nullable FrameNumber> numbers) {
  /// Where frames wait, how they are counted, and the tags that their spans get.
  record Frames(FrameQueue queue, ReporterCounts counts, AgentTags tags) {
    FrameSenders senders(SettingValues settings, CollectorCalls calls) {
      int retries = settings.value(AgentSettings.REPORTER_RETRY_MAX);
      return new FrameSenders(calls, queue, counts, new InternTable(), tags, retries);
    }
  }

  static Collectors of(SettingValues settings, EventLoops loops, Metrics metrics, Frames frames) {
    return switch (settings.value(AgentSettings.REPORTER_TYPE)) {
      case AgentSettings.TCHANNEL -> tchannel(settings, loops, frames);
      case AgentSettings.RELAY -> relay(settings, loops, metrics, frames);
      default -> grpc(settings, loops, metrics, frames);
    };
  }

  private static Collectors grpc(
      SettingValues settings, EventLoops loops, Metrics metrics, Frames frames) {
    var connection = connection(settings, loops, tls(settings, metrics));
    var calls = new GrpcCalls(connection, settings.value(AgentSettings.REPORTER_TIMEOUT));
    return new Collectors(
        connection,
        calls,
        new GrpcStrategies(connection.channel()),
        frames.senders(settings, calls),
        FrameMaker.Packing.BARE,
        () -> null);
  }

  private static Optional<TlsClient> tls(SettingValues settings, Metrics metrics) {
    return TlsClient.of(settings, AgentSettings.REPORTER_TLS, metrics.registry());
  }

  private static CollectorConnection connection(
      SettingValues settings, EventLoops loops, Optional<TlsClient> tls) {
    return new CollectorConnection(
        loops, settings.value(AgentSettings.REPORTER_HOST_PORT), headers(settings), tls);
  }

  /// With api_v2 beside it: for sampling strategies, and for collectors that do not speak the
  /// relay.
  private static Collectors relay(
      SettingValues settings, EventLoops loops, Metrics metrics, Frames frames) {
    Optional<TlsClient> tls = tls(settings, metrics);
    var connection = connection(settings, loops, tls);
    var calls = new GrpcCalls(connection, settings.value(AgentSettings.REPORTER_TIMEOUT));
    var relay =
        new RelayDelivery(
            loops,
            RelayTarget.of(settings),
            tls,
            frames.queue(),
            frames.counts(),
            frames.senders(settings, calls),
            calls);
    return new Collectors(
        connection,
        relay,
        new GrpcStrategies(connection.channel()),
        relay,
        RelayTarget.packing(settings),
        relay::nextNumber);
  }

  private static Metadata headers(SettingValues settings) {
    var headers = new Metadata();
    String tenant = settings.value(AgentSettings.REPORTER_TENANT);
    if (!tenant.isEmpty()) {
      String name = settings.value(AgentSettings.REPORTER_TENANT_HEADER);
      headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), tenant);
    }
    return headers;
  }

  private static Collectors tchannel(SettingValues settings, EventLoops loops, Frames frames) {
    refuseWhatTChannelHasNot(settings);
    var peers =
        new CollectorPeers(
            loops,
            settings.value(AgentSettings.TCHANNEL_HOST_PORT),
            settings.value(AgentSettings.TCHANNEL_MIN_PEERS),
            settings.value(AgentSettings.TCHANNEL_CONNECT_TIMEOUT));
    var calls = new TChannelCalls(peers, settings.value(AgentSettings.TCHANNEL_TIMEOUT));
    return new Collectors(
        peers,
        calls,
        new TChannelStrategies(peers),
        frames.senders(settings, calls),
        FrameMaker.Packing.BARE,
        () -> null);
  }

  /// Whoever set it believes that spans are hidden on their way, or some tenant's.
  private static void refuseWhatTChannelHasNot(SettingValues settings) {
    if (AgentSettings.REPORTER_TLS.isOn(settings)) {
      throw onlyOverGrpc(AgentSettings.REPORTER_TLS.enabled(), "true");
    }
    String tenant = settings.value(AgentSettings.REPORTER_TENANT);
    if (!tenant.isEmpty()) {
      throw onlyOverGrpc(AgentSettings.REPORTER_TENANT, tenant);
    }
  }

  private static SettingException onlyOverGrpc(Setting<?> setting, String value) {
    return new SettingException(
        "%s is %s and %s is %s, expected %s: TChannel has neither TLS nor tenants"
            .formatted(
                setting.flag(),
                value,
                AgentSettings.REPORTER_TYPE.flag(),
                AgentSettings.TCHANNEL,
                AgentSettings.GRPC));
  }
}
