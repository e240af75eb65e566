package io.jaegerstack.storage.segments.block;

import io.jaegerstack.storage.segments.head.FrozenHead;
import io.jaegerstack.storage.segments.head.HeadView;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// In which order a head's spans go into a block: those near each other in time first, then those
/// whose clocks are far off; in each part by trace, traces by their first start.
///
/// @param spans numbers in the head
/// @param near how many of them are in the first part
record SealOrder(int[] spans, int near) {
  /// Farther than this from the middle of all starts is far off. Wide, because a quiet service may
  /// fill a head in hours.
  private static final long FAR = TimeUnit.HOURS.toNanos(12);

  static SealOrder of(FrozenHead head) {
    HeadView view = head.spans();
    int size = view.size();
    long middle = middle(view, size);
    int[] all = new int[size];
    int near = 0;
    int far = size;
    for (int span = 0; span < size; span++) {
      if (isNear(view.startNanos(span), middle)) {
        all[near++] = span;
      } else {
        all[--far] = span;
      }
    }
    int[] ordered = new int[size];
    sort(head, all, 0, near, ordered);
    sort(head, all, near, size, ordered);
    return new SealOrder(ordered, near);
  }

  private static boolean isNear(long start, long middle) {
    long distance = start - middle;
    boolean overflows = ((start ^ middle) & (start ^ distance)) < 0;
    return !overflows && distance >= -FAR && distance <= FAR;
  }

  private static long middle(HeadView view, int size) {
    long[] starts = new long[size];
    Arrays.setAll(starts, view::startNanos);
    Arrays.sort(starts);
    return size == 0 ? 0 : starts[size / 2];
  }

  private static void sort(FrozenHead head, int[] all, int from, int to, int[] into) {
    HeadView view = head.spans();
    long[] first = new long[head.traceCount()];
    Arrays.fill(first, Long.MAX_VALUE);
    for (int i = from; i < to; i++) {
      int trace = view.trace(all[i]);
      first[trace] = Math.min(first[trace], view.startNanos(all[i]));
    }
    Integer[] traces = present(view, all, from, to, head.traceCount());
    Arrays.sort(traces, (a, b) -> Long.compare(first[a], first[b]));
    int[] place = new int[head.traceCount()];
    int[] count = new int[head.traceCount()];
    for (int i = from; i < to; i++) {
      count[view.trace(all[i])]++;
    }
    int next = from;
    for (int trace : traces) {
      place[trace] = next;
      next += count[trace];
    }
    int[] inOrder = Arrays.copyOfRange(all, from, to);
    Arrays.sort(inOrder);
    for (int span : inOrder) {
      into[place[view.trace(span)]++] = span;
    }
  }

  private static Integer[] present(HeadView view, int[] all, int from, int to, int traces) {
    boolean[] is = new boolean[traces];
    int count = 0;
    for (int i = from; i < to; i++) {
      int trace = view.trace(all[i]);
      count += is[trace] ? 0 : 1;
      is[trace] = true;
    }
    var present = new Integer[count];
    int next = 0;
    for (int trace = 0; trace < traces; trace++) {
      if (is[trace]) {
        present[next++] = trace;
      }
    }
    return present;
  }
}
