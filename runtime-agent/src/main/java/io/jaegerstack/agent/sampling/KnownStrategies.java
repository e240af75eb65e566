package io.jaegerstack.agent.sampling;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The last strategy of each service, within bounds: anyone can invent a name. Strategies are kept
/// as protobuf and parsed when they are needed, because parsed ones are ten times as large; equal
/// ones are kept once, because invented names all have the collector's default.
final class KnownStrategies {
  /// Services remembered; the one asked for longest ago is forgotten first.
  static final int MOST_SERVICES = 1_000;

  /// Bytes of all strategies and services' names, with what the maps need for them.
  static final long MOST_BYTES = 4 << 20;

  /// What an entry of a map needs beside the bytes of its name or strategy.
  static final int ENTRY_BYTES = 128;

  private static final class Answer {
    private final ByteString bytes;
    private int services;

    Answer(ByteString bytes) {
      this.bytes = bytes;
    }
  }

  private final Map<String, Answer> byService = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<ByteString, Answer> answers = new HashMap<>();
  private long bytes;

  void remember(String service, SamplingStrategyResponse strategy) {
    remember(service, strategy.toByteString());
  }

  private synchronized void remember(String service, ByteString strategy) {
    Answer before = byService.get(service);
    if (before != null && before.bytes.equals(strategy)) {
      return;
    }
    if (before != null) {
      byService.remove(service);
      released(service, before);
    }
    byService.put(service, held(service, strategy));
    var oldest = byService.entrySet().iterator();
    while (byService.size() > MOST_SERVICES || bytes > MOST_BYTES) {
      var forgotten = oldest.next();
      oldest.remove();
      released(forgotten.getKey(), forgotten.getValue());
    }
  }

  private Answer held(String service, ByteString strategy) {
    Answer answer = answers.computeIfAbsent(strategy, Answer::new);
    bytes += entry(service) + (answer.services == 0 ? entry(strategy) : 0);
    answer.services++;
    return answer;
  }

  private void released(String service, Answer answer) {
    answer.services--;
    bytes -= entry(service);
    if (answer.services == 0) {
      answers.remove(answer.bytes);
      bytes -= entry(answer.bytes);
    }
  }

  /// A string has up to two bytes for each of its characters.
  private static long entry(String service) {
    return ENTRY_BYTES + 2L * service.length();
  }

  private static long entry(ByteString strategy) {
    return (long) ENTRY_BYTES + strategy.size();
  }

  /// The last strategy of `service`; null where none is remembered.
  @Nullable SamplingStrategyResponse lastOf(String service) {
    ByteString last = bytesOf(service);
    try {
      return last == null ? null : SamplingStrategyResponse.parseFrom(last);
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(
          "strategy of %d bytes for %s cannot be read, expected what was remembered"
              .formatted(last.size(), service),
          impossible);
    }
  }

  /// What is kept for `service`; the same object for all services with an equal strategy.
  synchronized @Nullable ByteString bytesOf(String service) {
    Answer last = byService.get(service);
    return last == null ? null : last.bytes;
  }

  synchronized int services() {
    return byService.size();
  }

  /// What counts for [#MOST_BYTES].
  synchronized long bytes() {
    return bytes;
  }
}
