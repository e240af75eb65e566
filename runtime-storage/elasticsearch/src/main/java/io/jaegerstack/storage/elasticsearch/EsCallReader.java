package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.storage.CallBatch;
import io.jaegerstack.storage.CallReader;
import io.jaegerstack.storage.CallSpan;
import io.jaegerstack.storage.elasticsearch.CallHits.Hit;
import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Reads the few fields of spans that calls are made of, page after page in the order of their
/// start, and looks up the relatives of each page. Pages go on behind the last span of the one
/// before, so that nothing is kept open on the servers and a request may be sent twice.
final class EsCallReader implements CallReader {
  /// How long before a window its spans' parents may have started, and how long after it by a clock
  /// that is ahead.
  private static final Duration BEFORE = Duration.ofHours(24);

  private static final Duration AFTER = Duration.ofHours(1);

  /// Most spans of one answer (`index.max_result_window`).
  private static final int MOST_HITS = 10_000;

  private final CallHits hits;
  private final IndexNames names;

  EsCallReader(EsHttp http, IndexNames names, TagFields fields) {
    this.hits = new CallHits(http, new CallQueries(fields));
    this.names = names;
  }

  @Override
  public void read(Instant from, Instant to, int size, Consumer<CallBatch> target) {
    String started = names.between(Kind.SPAN, from, to);
    String around = names.between(Kind.SPAN, from.minus(BEFORE), to.plus(AFTER));
    int pageSize = Math.min(size, MOST_HITS);
    Map<String, Object> query = CallQueries.startedIn(from, to);
    List<Object> after = List.of();
    List<Hit> page;
    do {
      page = hits.page(started, query, pageSize, after, true);
      if (!page.isEmpty()) {
        after = page.getLast().sort();
        target.accept(batch(page, around));
      }
    } while (page.size() == pageSize);
  }

  private CallBatch batch(List<Hit> page, String around) {
    List<CallSpan> started = spans(page);
    Set<CallQueries.Key> wanted = new LinkedHashSet<>();
    for (Hit hit : page) {
      CallSpan span = hit.span();
      if (span.parent() != null) {
        wanted.add(new CallQueries.Key(hit.trace(), span.parent().toString()));
      }
      if (span.side() == CallSpan.Side.SERVER) {
        wanted.add(new CallQueries.Key(hit.trace(), span.id().toString()));
      }
    }
    var relatives = new ArrayList<CallSpan>();
    relatives(List.copyOf(wanted), around, relatives);
    return new CallBatch(started, relatives);
  }

  /// Asks for half of them at a time where there are more than an answer holds.
  private void relatives(List<CallQueries.Key> wanted, String around, List<CallSpan> found) {
    if (wanted.isEmpty()) {
      return;
    }
    List<Hit> page = hits.page(around, CallQueries.withIds(wanted), MOST_HITS, List.of(), false);
    if (page.size() < MOST_HITS || wanted.size() == 1) {
      found.addAll(spans(page));
      return;
    }
    int half = wanted.size() / 2;
    relatives(wanted.subList(0, half), around, found);
    relatives(wanted.subList(half, wanted.size()), around, found);
  }

  private static List<CallSpan> spans(List<Hit> page) {
    return page.stream().map(Hit::span).toList();
  }
}
