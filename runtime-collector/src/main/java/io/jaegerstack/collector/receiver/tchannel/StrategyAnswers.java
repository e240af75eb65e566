package io.jaegerstack.collector.receiver.tchannel;

import io.jaegerstack.collector.sampling.SamplingStrategy;
import io.jaegerstack.collector.sampling.StrategyProto;
import io.jaegerstack.wire.thrift.SamplingStructs;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Strategies as the results of `getSamplingStrategy`, kept so that a question of 100 bytes does
/// not cost the encoding of a thousand operations each time. A provider gives the same object until
/// its file changes, so objects are compared, not what is in them.
final class StrategyAnswers {
  /// Bytes kept, after which all are forgotten: also those of files that have been replaced.
  static final int MOST_BYTES = 1 << 20;

  private final Map<SamplingStrategy, byte[]> kept = new IdentityHashMap<>();
  private int bytes;

  /// Nobody writes to what it returns.
  byte[] of(SamplingStrategy strategy) {
    byte[] known = known(strategy);
    if (known != null) {
      return known;
    }
    byte[] answer = SamplingStructs.answer(StrategyProto.response(strategy));
    keep(strategy, answer);
    return answer;
  }

  private synchronized byte @Nullable [] known(SamplingStrategy strategy) {
    return kept.get(strategy);
  }

  private synchronized void keep(SamplingStrategy strategy, byte[] answer) {
    if (answer.length > MOST_BYTES || kept.containsKey(strategy)) {
      return;
    }
    if (bytes + answer.length > MOST_BYTES) {
      kept.clear();
      bytes = 0;
    }
    kept.put(strategy, answer);
    bytes += answer.length;
  }
}
