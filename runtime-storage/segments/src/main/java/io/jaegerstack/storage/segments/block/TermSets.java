package io.jaegerstack.storage.segments.block;

import io.jaegerstack.storage.segments.bytes.LongList;
import io.jaegerstack.storage.segments.head.FrozenHead;
import io.jaegerstack.storage.segments.head.HeadProcess;
import io.jaegerstack.storage.segments.head.HeadView;
import java.io.IOException;
import java.util.Arrays;

/// The spans of each term of a head, in the order of a block.
final class TermSets {
  /// A term on more spans has a set of its own.
  private static final int MOST_OF_RARE = 4;

  private final FrozenHead head;
  private final HeadView spans;
  private final int[] order;
  private final int[] chunkSpan;
  private final int[][] ofProcess;
  private final int[] count;
  private final int[] last;

  TermSets(FrozenHead head, int[] order, int[] chunkSpan) {
    this.head = head;
    this.spans = head.spans();
    this.order = order;
    this.chunkSpan = chunkSpan;
    this.ofProcess = processTerms();
    this.count = new int[head.termCount()];
    this.last = new int[head.termCount()];
  }

  private int[][] processTerms() {
    int[][] all = new int[spans.processes().size()][];
    for (int i = 0; i < all.length; i++) {
      HeadProcess process = spans.processes().get(i);
      int[] terms = new int[process.tagTerms().length + 1];
      for (int tag = 0; tag < process.tagTerms().length; tag++) {
        terms[tag] = head.termNumber(process.tagTerms()[tag]);
      }
      terms[terms.length - 1] = head.termNumber(process.serviceTerm());
      all[i] = terms;
    }
    return all;
  }

  private interface Visitor {
    void span(int term, int place);
  }

  /// Shows every term of every span once, spans in order.
  private void visit(Visitor visitor) {
    Arrays.fill(last, -1);
    for (int place = 0; place < order.length; place++) {
      int span = order[place];
      int end = spans.termsEnd(span);
      for (int i = spans.termsFrom(span); i < end; i++) {
        visit(spans.term(i), place, visitor);
      }
      for (int term : ofProcess[spans.process(span)]) {
        visit(term, place, visitor);
      }
    }
  }

  private void visit(int term, int place, Visitor visitor) {
    if (last[term] != place) {
      last[term] = place;
      visitor.span(term, place);
    }
  }

  /// Writes the sets of common terms.
  ///
  /// @return entries of a [ChunkTable] for the rare ones
  LongList write(IndexWriter writer) throws IOException {
    visit((term, place) -> count[term]++);
    int[] from = new int[count.length];
    int[] next = new int[count.length];
    int total = 0;
    for (int term = 0; term < count.length; term++) {
      from[term] = total;
      next[term] = total;
      total += count[term];
    }
    int[] sets = new int[total];
    visit((term, place) -> sets[next[term]++] = place);
    var rare = new LongList();
    int most = 0;
    for (int term = 0; term < count.length; term++) {
      most = Math.max(most, count[term]);
      if (count[term] <= MOST_OF_RARE) {
        addRare(term, sets, from[term], rare);
      }
    }
    int[] set = new int[most];
    for (int term : commonByHash()) {
      System.arraycopy(sets, from[term], set, 0, count[term]);
      writer.term(head.termHash(term), set, count[term]);
    }
    return rare;
  }

  private void addRare(int term, int[] sets, int from, LongList rare) {
    for (int i = 0; i < count[term]; i++) {
      int found = Arrays.binarySearch(chunkSpan, sets[from + i]);
      int chunk = found >= 0 ? found : -found - 2;
      rare.add(ChunkTable.entry(head.termHash(term), chunk));
    }
  }

  private int[] commonByHash() {
    int size = 0;
    for (int each : count) {
      size += each > MOST_OF_RARE ? 1 : 0;
    }
    long[] hashes = new long[size];
    int next = 0;
    for (int term = 0; term < count.length; term++) {
      if (count[term] > MOST_OF_RARE) {
        hashes[next++] = head.termHash(term);
      }
    }
    Arrays.sort(hashes);
    int[] terms = new int[size];
    for (int i = 0; i < size; i++) {
      terms[i] = head.termNumber(hashes[i]);
    }
    return terms;
  }
}
