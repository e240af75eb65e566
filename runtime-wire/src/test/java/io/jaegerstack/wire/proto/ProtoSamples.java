package io.jaegerstack.wire.proto;

import io.jaegerstack.model.Process;
import io.jaegerstack.wire.RandomSpans;
import java.util.List;
import java.util.stream.IntStream;

/// Requests that are in order, small enough to be read a million times.
public final class ProtoSamples {
  private static final int LARGEST = 2_000;

  private ProtoSamples() {}

  public static List<byte[]> apiV2() {
    return IntStream.range(0, 20).mapToObj(ProtoSamples::apiV2).toList();
  }

  private static byte[] apiV2(int seed) {
    var random = new RandomSpans(seed);
    Process process = random.process();
    return ApiV2Oracle.request(process, random.spans(1 + seed % 3, process)).toByteArray();
  }

  public static List<byte[]> otlp() {
    return small(OtlpSample.all().stream().map(OtlpSample::protobuf).toList());
  }

  public static List<byte[]> otlpJson() {
    return small(OtlpSample.all().stream().map(OtlpSample::json).toList());
  }

  private static List<byte[]> small(List<byte[]> samples) {
    return samples.stream().filter(sample -> sample.length < LARGEST).toList();
  }
}
