package io.jaegerstack.wire.thrift;

import static io.jaegerstack.wire.thrift.ThriftType.BITS;
import static io.jaegerstack.wire.thrift.ThriftType.DOUBLE;
import static io.jaegerstack.wire.thrift.ThriftType.I16;
import static io.jaegerstack.wire.thrift.ThriftType.I32;
import static io.jaegerstack.wire.thrift.ThriftType.LIST;
import static io.jaegerstack.wire.thrift.ThriftType.STOP;
import static io.jaegerstack.wire.thrift.ThriftType.STRING;
import static io.jaegerstack.wire.thrift.ThriftType.STRUCT;

import io.jaegertracing.api_v2.Sampling.OperationSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.PerOperationSamplingStrategies;
import io.jaegertracing.api_v2.Sampling.ProbabilisticSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.RateLimitingSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyType;
import java.nio.charset.StandardCharsets;

/// Questions and answers of `SamplingManager` in sampling.thrift, in the binary protocol: what
/// agents and collectors exchange over TChannel. Asked once a minute for each service.
public final class SamplingStructs {
  /// The arguments of `getSamplingStrategy`.
  public static byte[] question(String service) {
    var out = new ThriftWriter(64);
    out.field(1, STRING).binary(service.getBytes(StandardCharsets.UTF_8));
    out.stop();
    return out.toBytes();
  }

  /// The service that the arguments of `getSamplingStrategy`, from byte `offset` on, ask about.
  public static String service(byte[] arguments, int offset) {
    var in = new BinaryReader();
    in.begin(arguments, offset);
    String service = "";
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      if (field == (1 << BITS | STRING)) {
        service = text(in);
      } else {
        in.skip(field);
      }
    }
    return service;
  }

  private static String text(ThriftReader in) {
    int length = in.length();
    in.position += length;
    return new String(in.bytes, in.position - length, length, StandardCharsets.UTF_8);
  }

  /// `strategy` as the result of `getSamplingStrategy`.
  public static byte[] answer(SamplingStrategyResponse strategy) {
    var out = new ThriftWriter(256);
    out.field(0, STRUCT);
    out.field(1, I32).i32(strategy.getStrategyTypeValue());
    if (strategy.hasProbabilisticSampling()) {
      out.field(2, STRUCT);
      share(out, strategy.getProbabilisticSampling());
    }
    if (strategy.hasRateLimitingSampling()) {
      out.field(3, STRUCT);
      out.field(1, I16).i16(strategy.getRateLimitingSampling().getMaxTracesPerSecond());
      out.stop();
    }
    if (strategy.hasOperationSampling()) {
      out.field(4, STRUCT);
      operations(out, strategy.getOperationSampling());
    }
    out.stop();
    out.stop();
    return out.toBytes();
  }

  private static void share(ThriftWriter out, ProbabilisticSamplingStrategy strategy) {
    out.field(1, DOUBLE).float64(strategy.getSamplingRate());
    out.stop();
  }

  private static void operations(ThriftWriter out, PerOperationSamplingStrategies operations) {
    out.field(1, DOUBLE).float64(operations.getDefaultSamplingProbability());
    out.field(2, DOUBLE).float64(operations.getDefaultLowerBoundTracesPerSecond());
    out.field(3, LIST).list(STRUCT, operations.getPerOperationStrategiesCount());
    for (OperationSamplingStrategy each : operations.getPerOperationStrategiesList()) {
      out.field(1, STRING).binary(each.getOperation().getBytes(StandardCharsets.UTF_8));
      out.field(2, STRUCT);
      share(out, each.getProbabilisticSampling());
      out.stop();
    }
    out.field(4, DOUBLE).float64(operations.getDefaultUpperBoundTracesPerSecond());
    out.stop();
  }

  /// The strategy in a result of `getSamplingStrategy`, from byte `offset` on.
  public static SamplingStrategyResponse readAnswer(byte[] result, int offset) {
    var in = new BinaryReader();
    in.begin(result, offset);
    var strategy = SamplingStrategyResponse.newBuilder();
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      if (field == STRUCT) {
        strategy(in, strategy.clear());
      } else {
        in.skip(field);
      }
    }
    return strategy.build();
  }

  private static void strategy(ThriftReader in, SamplingStrategyResponse.Builder strategy) {
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      switch (field) {
        case 1 << BITS | I32 -> strategy.setStrategyType(type(in.i32()));
        case 2 << BITS | STRUCT -> strategy.setProbabilisticSampling(share(in));
        case 3 << BITS | STRUCT -> strategy.setRateLimitingSampling(rate(in));
        case 4 << BITS | STRUCT -> strategy.setOperationSampling(operations(in));
        default -> in.skip(field);
      }
    }
  }

  private static SamplingStrategyType type(int number) {
    return number == SamplingStrategyType.RATE_LIMITING_VALUE
        ? SamplingStrategyType.RATE_LIMITING
        : SamplingStrategyType.PROBABILISTIC;
  }

  private static ProbabilisticSamplingStrategy share(ThriftReader in) {
    var share = ProbabilisticSamplingStrategy.newBuilder();
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      if (field == (1 << BITS | DOUBLE)) {
        share.setSamplingRate(in.float64());
      } else {
        in.skip(field);
      }
    }
    return share.build();
  }

  private static RateLimitingSamplingStrategy rate(ThriftReader in) {
    var rate = RateLimitingSamplingStrategy.newBuilder();
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      if (field == (1 << BITS | I16)) {
        rate.setMaxTracesPerSecond(in.i16());
      } else {
        in.skip(field);
      }
    }
    return rate.build();
  }

  private static PerOperationSamplingStrategies operations(ThriftReader in) {
    var operations = PerOperationSamplingStrategies.newBuilder();
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      switch (field) {
        case 1 << BITS | DOUBLE -> operations.setDefaultSamplingProbability(in.float64());
        case 2 << BITS | DOUBLE -> operations.setDefaultLowerBoundTracesPerSecond(in.float64());
        case 3 << BITS | LIST -> {
          int size = in.structs("strategies of operations");
          operations.clearPerOperationStrategies();
          for (int i = 0; i < size; i++) {
            operations.addPerOperationStrategies(operation(in));
          }
        }
        case 4 << BITS | DOUBLE -> operations.setDefaultUpperBoundTracesPerSecond(in.float64());
        default -> in.skip(field);
      }
    }
    return operations.build();
  }

  private static OperationSamplingStrategy operation(ThriftReader in) {
    var operation = OperationSamplingStrategy.newBuilder();
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      switch (field) {
        case 1 << BITS | STRING -> operation.setOperation(text(in));
        case 2 << BITS | STRUCT -> operation.setProbabilisticSampling(share(in));
        default -> in.skip(field);
      }
    }
    return operation.build();
  }

  private SamplingStructs() {}
}
