package io.jaegerstack.agent.sampling;

import io.jaegerstack.agent.reporter.CallFailedException;
import io.jaegerstack.agent.reporter.CollectorPeers;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.tchannel.Argument;
import io.jaegerstack.wire.thrift.SamplingStructs;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;

/// Strategies by `SamplingManager::getSamplingStrategy` over TChannel.
public final class TChannelStrategies implements StrategySource {
  private static final String METHOD = "SamplingManager::getSamplingStrategy";

  private final CollectorPeers peers;

  public TChannelStrategies(CollectorPeers peers) {
    this.peers = peers;
  }

  @Override
  public SamplingStrategyResponse ask(String service) throws StrategyUnavailableException {
    try {
      byte[] question = SamplingStructs.question(service);
      Argument result = peers.call(METHOD, question, StrategyProxy.TIMEOUT).arguments().body();
      return SamplingStructs.readAnswer(result.bytes(), result.offset());
    } catch (CallFailedException | WireFormatException away) {
      throw new StrategyUnavailableException(String.valueOf(away.getMessage()));
    }
  }
}
