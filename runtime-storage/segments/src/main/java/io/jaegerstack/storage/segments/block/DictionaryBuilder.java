package io.jaegerstack.storage.segments.block;

import io.jaegerstack.model.TagType;
import io.jaegerstack.storage.segments.bytes.ByteReader;
import io.jaegerstack.storage.segments.bytes.ByteWriter;
import io.jaegerstack.storage.segments.bytes.Hash;
import io.jaegerstack.storage.segments.bytes.HashIndex;
import io.jaegerstack.storage.segments.head.FrozenHead;
import io.jaegerstack.storage.segments.head.HeadProcess;
import io.jaegerstack.storage.segments.head.HeadView;
import io.jaegerstack.storage.segments.span.SpanLayout;
import java.util.Arrays;

/// Chooses what a block writes once and names by a number afterwards: processes, operations, keys,
/// and tags that come several times. The most common ones get the smallest numbers.
final class DictionaryBuilder {
  /// A tag that comes more seldom costs less where it is.
  private static final int FEWEST_USES = 3;

  /// Longer tags stay where they are, bytes: a dictionary is read whole.
  private static final int LONGEST = 1_024;

  /// More distinct keys are an explosion, and stay where they are.
  private static final int MOST_KEYS = 4_096;

  private final FrozenHead head;
  private final int[] uses;
  private final boolean[] isOperation;
  private final int[] number;
  private final int[] key;
  private final HashIndex keyIndex = new HashIndex();
  private final ByteWriter keys = new ByteWriter();
  private int keyCount;

  DictionaryBuilder(FrozenHead head) {
    this.head = head;
    int terms = head.termCount();
    uses = new int[terms];
    isOperation = new boolean[terms];
    number = new int[terms];
    key = new int[terms];
    Arrays.fill(number, -1);
    Arrays.fill(key, -1);
    countUses();
  }

  private void countUses() {
    HeadView spans = head.spans();
    for (int span = 0; span < spans.size(); span++) {
      int from = spans.termsFrom(span);
      isOperation[spans.term(from)] = true;
      for (int i = from; i < spans.termsEnd(span); i++) {
        uses[spans.term(i)]++;
      }
    }
  }

  /// Writes the dictionary's content.
  void write(ByteWriter out) {
    var tags = new ByteWriter();
    var operations = new ByteWriter();
    int tagCount = 0;
    int operationCount = 0;
    for (int term : byUses()) {
      if (isOperation[term]) {
        number[term] = operationCount++;
        operation(term, operations);
      } else if (keyOf(term) >= 0 && tag(term, tags)) {
        number[term] = tagCount++;
      }
    }
    out.varint(keyCount);
    out.raw(keys.array(), 0, keys.size());
    out.varint(tagCount);
    out.raw(tags.array(), 0, tags.size());
    out.varint(operationCount);
    out.raw(operations.array(), 0, operations.size());
    out.varint(head.spans().processes().size());
    for (HeadProcess process : head.spans().processes()) {
      out.block(process.frame(), process.at(), process.length());
    }
  }

  /// Terms of spans, the most used first.
  private int[] byUses() {
    long[] order = new long[uses.length];
    int count = 0;
    for (int term = 0; term < uses.length; term++) {
      if (uses[term] > 0) {
        order[count++] = (long) uses[term] << 32 | (Integer.MAX_VALUE - term);
      }
    }
    Arrays.sort(order, 0, count);
    int[] terms = new int[count];
    for (int i = 0; i < count; i++) {
      terms[i] = Integer.MAX_VALUE - (int) order[count - 1 - i];
    }
    return terms;
  }

  private void operation(int term, ByteWriter out) {
    var in = new ByteReader(head.termFrame(term), head.termAt(term));
    int length = in.count();
    out.block(in.array(), in.position(), length);
  }

  private boolean tag(int term, ByteWriter out) {
    if (uses[term] < FEWEST_USES) {
      return false;
    }
    var in = new ByteReader(head.termFrame(term), head.termAt(term));
    in.skipBlock();
    int from = in.position();
    SpanLayout.skipValue(in);
    int length = in.position() - from;
    if (length > LONGEST) {
      return false;
    }
    out.varint(key[term]);
    out.raw(in.array(), from, length);
    return true;
  }

  /// Numbers the key of a tag; -1 where it stays where it is.
  private int keyOf(int term) {
    byte[] frame = head.termFrame(term);
    var in = new ByteReader(frame, head.termAt(term));
    int length = in.count();
    int at = in.position();
    long hash = Hash.of(frame, at, length, 0);
    int known = keyIndex.find(hash, first -> isKey(first, frame, at, length));
    if (known >= 0) {
      key[term] = key[known];
    } else if (keyCount < MOST_KEYS && length <= LONGEST) {
      key[term] = keyCount++;
      keyIndex.add(hash, term);
      keys.block(frame, at, length);
    }
    return key[term];
  }

  private boolean isKey(int term, byte[] frame, int at, int length) {
    var in = new ByteReader(head.termFrame(term), head.termAt(term));
    return in.count() == length
        && Arrays.equals(in.array(), in.position(), in.position() + length, frame, at, at + length);
  }

  /// The number of a span's operation, which is at `at` of `frame`; -1 where it has to be written.
  int operationNumber(int term, byte[] frame, int at) {
    return isAt(term, frame, at, false) ? number[term] : -1;
  }

  /// The number of a tag that is at `at` of `frame`; -1 where it has to be written.
  int tagNumber(int term, byte[] frame, int at) {
    return number[term] >= 0 && !isOperation[term] && isAt(term, frame, at, true)
        ? number[term]
        : -1;
  }

  /// The number of the key of such a tag; -1 where it has to be written.
  int keyNumber(int term, byte[] frame, int keyAt, int keyLength) {
    return key[term] >= 0 && isKey(term, frame, keyAt, keyLength) ? key[term] : -1;
  }

  /// Whether the bytes are those of the term's first: two things can have one hash.
  private boolean isAt(int term, byte[] frame, int at, boolean isTag) {
    byte[] first = head.termFrame(term);
    int firstAt = head.termAt(term);
    int length = lengthAt(first, firstAt, isTag);
    return at + length <= frame.length
        && Arrays.equals(first, firstAt, firstAt + length, frame, at, at + length);
  }

  private static int lengthAt(byte[] frame, int at, boolean isTag) {
    var in = new ByteReader(frame, at);
    in.skipBlock();
    if (isTag) {
      SpanLayout.skipValue(TagType.of(in.oneByte()), in);
    }
    return in.position() - at;
  }
}
