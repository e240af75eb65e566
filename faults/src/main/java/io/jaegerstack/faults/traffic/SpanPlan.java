package io.jaegerstack.faults.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Batches of spans as a function of a seed and their number: the same seed sends the same spans.
///
/// @param service of all of them
/// @param startMicros of the first; later ones follow
/// @param spansPerBatch also of each datagram
/// @param batchesPerTrace many, so that few traces have to be read back
/// @param textLength of each span's text, characters
public record SpanPlan(
    long seed,
    String service,
    long startMicros,
    int spansPerBatch,
    int batchesPerTrace,
    int textLength) {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;
  private static final long MIX = 0xbf58476d1ce4e5b9L;

  /// Batches of 10 spans with some 100 bytes of text each, 50 of them in one trace, from now on.
  public static SpanPlan of(long seed, String service) {
    long now = System.currentTimeMillis() * 1_000;
    return new SpanPlan(seed ^ service.hashCode(), service, now, 10, 50, 100);
  }

  public SpanPlan withSpans(int perBatch, int text) {
    return new SpanPlan(seed, service, startMicros, perBatch, batchesPerTrace, text);
  }

  public List<TestSpan> batch(long number) {
    var trace = random(-1 - number / batchesPerTrace);
    long high = trace.nextLong() | 1;
    long low = trace.nextLong() | 1;
    var random = random(number);
    var spans = new ArrayList<TestSpan>(spansPerBatch);
    long parent = 0;
    for (int i = 0; i < spansPerBatch; i++) {
      var key = new SpanKey(high, low, random.nextLong() | 1);
      long start = startMicros + number * 10 + i;
      spans.add(
          new TestSpan(
              key,
              parent,
              service,
              "op-" + i % 7,
              start,
              1 + random.nextInt(1_000_000),
              random.nextLong(),
              text(random)));
      parent = key.spanId();
    }
    return spans;
  }

  /// Another sequence for each number: seeds that differ by a multiple of the golden ratio would
  /// give the same one, shifted.
  private SplittableRandom random(long number) {
    long mixed = (seed ^ number * MIX) * GOLDEN;
    return new SplittableRandom((mixed ^ mixed >>> 32) * MIX);
  }

  private String text(SplittableRandom random) {
    var text = new StringBuilder(textLength);
    for (int i = 0; i < textLength; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }
}
