package io.jaegerstack.collector.pipeline;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.TagType;
import java.util.Arrays;

/// What decided that a trace be sampled, as its root span says in the tag `sampler.type`: the
/// `sampler_type` label of Jaeger's trace counters.
enum SamplerType {
  CONST("const"),
  PROBABILISTIC("probabilistic"),
  RATE_LIMITING("ratelimiting"),
  LOWER_BOUND("lowerbound"),
  UNRECOGNIZED("unrecognized");

  private static final Key TAG = Key.of("sampler.type");
  private static final SamplerType[] KNOWN = {CONST, PROBABILISTIC, RATE_LIMITING, LOWER_BOUND};

  private final String label;
  private final Key bytes;

  SamplerType(String label) {
    this.label = label;
    this.bytes = Key.of(label);
  }

  static SamplerType of(FlatSpan root) {
    int index = root.tags.indexOf(TAG);
    if (index < 0 || root.tags.type(index) != TagType.STRING) {
      return UNRECOGNIZED;
    }
    int from = root.tags.offset(index);
    int to = from + root.tags.length(index);
    byte[] source = root.tags.source(index);
    for (SamplerType type : KNOWN) {
      if (Arrays.equals(type.bytes.bytes(), 0, type.bytes.length(), source, from, to)) {
        return type;
      }
    }
    return UNRECOGNIZED;
  }

  String label() {
    return label;
  }
}
