package io.jaegerstack.agent.sampling;

import com.google.protobuf.InvalidProtocolBufferException;
import io.jaegerstack.fuzzing.Decoder;
import io.jaegerstack.fuzzing.FuzzTarget;
import io.jaegerstack.fuzzing.FuzzTests;
import io.jaegerstack.fuzzing.Grammar;
import io.jaegerstack.fuzzing.ProtobufGrammar;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.json.JsonReader;
import io.jaegerstack.wire.thrift.SamplingStructs;
import io.jaegertracing.api_v2.Sampling.OperationSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.PerOperationSamplingStrategies;
import io.jaegertracing.api_v2.Sampling.ProbabilisticSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.RateLimitingSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Whatever a collector answers, clients get JSON that they can read.
class SamplingAnswerFuzzTest {
  private static final ProbabilisticSamplingStrategy QUARTER =
      ProbabilisticSamplingStrategy.newBuilder().setSamplingRate(0.25).build();
  private static final List<SamplingStrategyResponse> ANSWERS =
      List.of(
          SamplingStrategyResponse.newBuilder().setProbabilisticSampling(QUARTER).build(),
          SamplingStrategyResponse.newBuilder()
              .setStrategyType(SamplingStrategyType.RATE_LIMITING)
              .setRateLimitingSampling(
                  RateLimitingSamplingStrategy.newBuilder().setMaxTracesPerSecond(7))
              .build(),
          SamplingStrategyResponse.newBuilder()
              .setOperationSampling(
                  PerOperationSamplingStrategies.newBuilder()
                      .setDefaultSamplingProbability(0.5)
                      .addPerOperationStrategies(
                          OperationSamplingStrategy.newBuilder()
                              .setOperation("GET \"/\"")
                              .setProbabilisticSampling(QUARTER)))
              .build());

  @TestFactory
  Stream<DynamicTest> answersOfCollectors() {
    return FuzzTests.of(
        List.of(
            target(
                "Sampling answer gRPC",
                new ProtobufGrammar(),
                ANSWERS.stream().map(SamplingStrategyResponse::toByteArray).toList(),
                SamplingAnswerFuzzTest::protobuf),
            target(
                "Sampling answer TChannel",
                Grammar.ofTokens(List.of(new byte[] {0x7f, (byte) 0xf8, 0, 0, 0, 0, 0, 0})),
                ANSWERS.stream().map(SamplingStructs::answer).toList(),
                input -> SamplingStructs.readAnswer(input, 0))));
  }

  private static FuzzTarget<?> target(
      String name,
      Grammar grammar,
      List<byte[]> samples,
      Decoder<SamplingStrategyResponse> decoder) {
    return FuzzTarget.of(name, grammar, samples, () -> decoder)
        .refusing(WireFormatException.class)
        .allocating(64, 32 * 1024)
        .checking((input, answer) -> clientsCanRead(answer));
  }

  /// What gRPC's own code does with an answer.
  private static SamplingStrategyResponse protobuf(byte[] input) {
    try {
      return SamplingStrategyResponse.parseFrom(input);
    } catch (InvalidProtocolBufferException malformed) {
      throw WireFormatException.malformed(String.valueOf(malformed.getMessage()), 0);
    }
  }

  private static void clientsCanRead(SamplingStrategyResponse answer) {
    var proxy = new StrategyProxy(service -> answer);
    SamplingStrategyResponse strategy = proxy.strategy("shop");
    for (String json : List.of(StrategyJson.words(strategy), StrategyJson.numbers(strategy))) {
      var reader = new JsonReader(json.getBytes(StandardCharsets.UTF_8));
      reader.skip();
      reader.end();
    }
    if (!StrategyJson.words(strategy)
        .matches("\\{\"strategyType\":\"(PROBABILISTIC|RATE_LIMITING)\".*")) {
      throw new AssertionError("no type that clients know: " + StrategyJson.words(strategy));
    }
  }
}
