package io.jaegerstack.storage.segments.search;

import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.segments.head.Head;
import io.jaegerstack.storage.segments.head.HeadProcess;
import io.jaegerstack.storage.segments.head.HeadView;
import io.jaegerstack.storage.segments.span.FrameDecoder;
import io.jaegerstack.storage.segments.span.SpanQuery;
import io.jaegerstack.storage.segments.span.Terms;
import java.util.List;

/// Looks through a head, the span that came last first: cheap questions by numbers, and the exact
/// one of those that are left.
final class HeadSearch {
  private final SpanQuery query;
  private final Newest newest;
  private final HeadView spans;
  private final boolean[] isOfService;

  /// Per process: which of the wanted tags it has.
  private final boolean[][] hasTag;

  private final FrameDecoder decoder = new FrameDecoder();

  private HeadSearch(HeadView spans, SpanQuery query, Newest newest) {
    this.query = query;
    this.newest = newest;
    this.spans = spans;
    List<HeadProcess> processes = spans.processes();
    this.isOfService = new boolean[processes.size()];
    this.hasTag = new boolean[processes.size()][query.tagTerms().length];
    long service = Terms.service(query.service());
    for (int i = 0; i < isOfService.length; i++) {
      isOfService[i] = processes.get(i).serviceTerm() == service;
      for (int tag = 0; tag < hasTag[i].length; tag++) {
        hasTag[i][tag] = has(processes.get(i).tagTerms(), query.tagTerms()[tag]);
      }
    }
  }

  private static boolean has(long[] terms, long term) {
    for (long each : terms) {
      if (each == term) {
        return true;
      }
    }
    return false;
  }

  static void search(Head head, SpanQuery query, Newest newest) {
    long[] terms = new long[query.tagTerms().length + 1];
    System.arraycopy(query.tagTerms(), 0, terms, 0, query.tagTerms().length);
    terms[terms.length - 1] = query.serviceTerm();
    new HeadSearch(head.view(terms), query, newest).search();
  }

  private void search() {
    for (int span = spans.size() - 1; span >= 0; span--) {
      long start = spans.startNanos(span);
      if (newest.wants(start)
          && query.wantsTimes(start, spans.durationNanos(span))
          && mayMatch(span)) {
        look(span, start);
      }
    }
  }

  private void look(int span, long start) {
    TraceId trace = spans.traceId(span);
    if (!newest.has(trace, start) && query.matches(spans.decoded(span, decoder))) {
      newest.add(trace, start);
    }
  }

  private boolean mayMatch(int span) {
    int process = spans.process(span);
    if (!isOfService[process]) {
      return false;
    }
    int[] numbers = spans.wanted();
    int operation = numbers[numbers.length - 1];
    if (query.wantsOperation() && (operation < 0 || !spans.hasTerm(span, operation))) {
      return false;
    }
    for (int tag = 0; tag < numbers.length - 1; tag++) {
      boolean isThere =
          hasTag[process][tag] || (numbers[tag] >= 0 && spans.hasTerm(span, numbers[tag]));
      if (!isThere) {
        return false;
      }
    }
    return true;
  }
}
