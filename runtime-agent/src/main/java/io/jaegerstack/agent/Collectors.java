package io.jaegerstack.agent;

import io.grpc.Metadata;
import io.jaegerstack.agent.reporter.CollectorCalls;
import io.jaegerstack.agent.reporter.CollectorConnection;
import io.jaegerstack.agent.reporter.CollectorPeers;
import io.jaegerstack.agent.reporter.GrpcCalls;
import io.jaegerstack.agent.reporter.TChannelCalls;
import io.jaegerstack.agent.sampling.GrpcStrategies;
import io.jaegerstack.agent.sampling.StrategySource;
import io.jaegerstack.agent.sampling.TChannelStrategies;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.tls.TlsClient;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.Setting;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;

/// The way to the collectors that `reporter.type` names: for batches, and for sampling strategies.
record Collectors(Part connections, CollectorCalls calls, StrategySource strategies) {
  static Collectors of(SettingValues settings, EventLoops loops, Metrics metrics) {
    return switch (settings.value(AgentSettings.REPORTER_TYPE)) {
      case AgentSettings.TCHANNEL -> tchannel(settings, loops);
      default -> grpc(settings, loops, metrics);
    };
  }

  private static Collectors grpc(SettingValues settings, EventLoops loops, Metrics metrics) {
    var tls = TlsClient.of(settings, AgentSettings.REPORTER_TLS, metrics.registry());
    var connection =
        new CollectorConnection(
            loops, settings.value(AgentSettings.REPORTER_HOST_PORT), headers(settings), tls);
    return new Collectors(
        connection,
        new GrpcCalls(connection, settings.value(AgentSettings.REPORTER_TIMEOUT)),
        new GrpcStrategies(connection.channel()));
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

  private static Collectors tchannel(SettingValues settings, EventLoops loops) {
    refuseWhatTChannelHasNot(settings);
    var peers =
        new CollectorPeers(
            loops,
            settings.value(AgentSettings.TCHANNEL_HOST_PORT),
            settings.value(AgentSettings.TCHANNEL_MIN_PEERS),
            settings.value(AgentSettings.TCHANNEL_CONNECT_TIMEOUT));
    return new Collectors(
        peers,
        new TChannelCalls(peers, settings.value(AgentSettings.TCHANNEL_TIMEOUT)),
        new TChannelStrategies(peers));
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
