package io.jaegerstack.storage.segments.head;

import io.jaegerstack.storage.segments.bytes.HashIndex;
import io.jaegerstack.storage.segments.bytes.IntList;
import io.jaegerstack.storage.segments.bytes.LongList;
import io.jaegerstack.storage.segments.span.Terms;

/// The traces of a head, numbered in the order they came.
final class TraceTable {
  private final HashIndex index = new HashIndex();
  private final LongList highs = new LongList();
  private final LongList lows = new LongList();

  /// The newest span of each.
  private final IntList last = new IntList();

  private final IntList spans = new IntList();

  /// The number of a trace; -1 where it is not there.
  int find(long high, long low) {
    return index.find(
        Terms.trace(high, low), number -> highs.value(number) == high && lows.value(number) == low);
  }

  int add(long high, long low) {
    int number = highs.size();
    index.add(Terms.trace(high, low), number);
    highs.add(high);
    lows.add(low);
    last.add(-1);
    spans.add(0);
    return number;
  }

  /// Notes `span` as the newest one of `trace`, and says which was before.
  int append(int trace, int span) {
    int before = last.value(trace);
    last.set(trace, span);
    spans.set(trace, spans.value(trace) + 1);
    return before;
  }

  int last(int trace) {
    return last.value(trace);
  }

  int spans(int trace) {
    return spans.value(trace);
  }

  int size() {
    return highs.size();
  }

  long high(int trace) {
    return highs.value(trace);
  }

  long low(int trace) {
    return lows.value(trace);
  }

  long bytes() {
    return index.bytes() + highs.bytes() + lows.bytes() + last.bytes() + spans.bytes();
  }
}
