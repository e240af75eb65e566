package io.jaegerstack.collector.receiver.grpc;

import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import io.jaegerstack.collector.sampling.StrategyProto;
import io.jaegerstack.collector.sampling.StrategyProvider;
import io.jaegerstack.server.grpc.RawBytes;

/// `jaeger.api_v2.SamplingManager`, which agents ask on behalf of their clients.
public final class SamplingService {
  private static final String NAME = "jaeger.api_v2.SamplingManager";

  /// The service, answering from `strategies`.
  public static ServerServiceDefinition of(StrategyProvider strategies) {
    return RawBytes.service(
        NAME, "GetSamplingStrategy", (request, answer) -> answer(strategies, request, answer));
  }

  private static void answer(
      StrategyProvider strategies, byte[] request, StreamObserver<byte[]> answer) {
    String service;
    try {
      service = StrategyProto.service(request);
    } catch (IllegalArgumentException malformed) {
      answer.onError(Refusals.malformed(String.valueOf(malformed.getMessage())));
      return;
    }
    answer.onNext(StrategyProto.toBytes(strategies.strategy(service)));
    answer.onCompleted();
  }

  private SamplingService() {}
}
