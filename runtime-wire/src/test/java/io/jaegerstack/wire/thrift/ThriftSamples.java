package io.jaegerstack.wire.thrift;

import io.jaegerstack.model.Process;
import io.jaegerstack.wire.Datagrams;
import io.jaegerstack.wire.RandomSpans;
import io.jaegertracing.api_v2.Sampling.OperationSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.PerOperationSamplingStrategies;
import io.jaegertracing.api_v2.Sampling.ProbabilisticSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.RateLimitingSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Collector;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Messages that are in order, small enough to be read a million times.
public final class ThriftSamples {
  private ThriftSamples() {}

  public static List<byte[]> messages(ThriftProtocol protocol) {
    var messages = new ArrayList<byte[]>();
    if (protocol == ThriftProtocol.COMPACT) {
      messages.addAll(Datagrams.of("go"));
      messages.addAll(Datagrams.of("python"));
    } else {
      messages.addAll(Datagrams.of("node"));
    }
    IntStream.range(0, 20)
        .mapToObj(ThriftSamples::batch)
        .forEach(
            batch -> messages.add(ThriftOracle.emitBatch(batch, ThriftOracle.factory(protocol))));
    return messages;
  }

  public static List<byte[]> structs(ThriftProtocol protocol) {
    return IntStream.range(0, 20)
        .mapToObj(seed -> ThriftOracle.struct(batch(seed), ThriftOracle.factory(protocol)))
        .toList();
  }

  /// Arguments of `submitBatches`.
  public static List<byte[]> submissions() {
    return IntStream.range(0, 20)
        .mapToObj(
            seed ->
                ThriftOracle.struct(
                    new Collector.submitBatches_args(List.of(batch(seed), batch(seed + 1))),
                    ThriftOracle.BINARY))
        .toList();
  }

  /// Results of `getSamplingStrategy`.
  public static List<byte[]> samplingAnswers() {
    var share = ProbabilisticSamplingStrategy.newBuilder().setSamplingRate(0.25);
    var one = OperationSamplingStrategy.newBuilder().setOperation("GET /");
    return List.of(
        SamplingStructs.answer(
            SamplingStrategyResponse.newBuilder().setProbabilisticSampling(share).build()),
        SamplingStructs.answer(
            SamplingStrategyResponse.newBuilder()
                .setStrategyTypeValue(1)
                .setRateLimitingSampling(
                    RateLimitingSamplingStrategy.newBuilder().setMaxTracesPerSecond(7))
                .build()),
        SamplingStructs.answer(
            SamplingStrategyResponse.newBuilder()
                .setOperationSampling(
                    PerOperationSamplingStrategies.newBuilder()
                        .setDefaultSamplingProbability(0.5)
                        .addPerOperationStrategies(one.setProbabilisticSampling(share)))
                .build()));
  }

  private static Batch batch(int seed) {
    var random = new RandomSpans(seed);
    Process process = random.process();
    return ThriftOracle.batch(process, random.spans(1 + seed % 3, process));
  }
}
