package io.jaegerstack.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.WriteOutcome;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps what a writer reports, per span, and judges it. Safe for many threads.
public final class RecordedOutcome implements WriteOutcome {
  /// What is recorded for a stored span; for a failed one it is the reason's name.
  public static final String STORED = "STORED";

  private final Map<FlatSpan, List<String>> reports = new IdentityHashMap<>();
  private final List<String> details = new ArrayList<>();

  @Override
  public synchronized void stored(FlatSpan span) {
    reports.computeIfAbsent(span, first -> new ArrayList<>()).add(STORED);
  }

  @Override
  public synchronized void failed(FlatSpan span, StorageException.Kind reason, String detail) {
    reports.computeIfAbsent(span, first -> new ArrayList<>()).add(reason.name());
    details.add(detail);
  }

  /// Everything reported for `span`, in order.
  public synchronized List<String> of(FlatSpan span) {
    return List.copyOf(reports.getOrDefault(span, List.of()));
  }

  /// The details of all failures, in order.
  public synchronized List<String> details() {
    return List.copyOf(details);
  }

  /// The different things that were reported.
  public synchronized Set<String> reasons() {
    return reports.values().stream().flatMap(List::stream).collect(Collectors.toSet());
  }

  /// How many spans were reported as stored.
  public synchronized long storedSpans() {
    return reports.values().stream().filter(each -> each.equals(List.of(STORED))).count();
  }

  /// Fails unless every span of `batches`, and no other, was reported as stored, once.
  public void assertAllStored(List<SpanBatch> batches) {
    assertThat(details()).isEmpty();
    assertEachReportedOnce(batches);
    batches.forEach(
        batch -> spans(batch).forEach(span -> assertThat(of(span)).containsExactly(STORED)));
  }

  /// Fails unless every span of `batches`, and no other, was reported once, whatever became of it.
  public synchronized void assertEachReportedOnce(List<SpanBatch> batches) {
    List<FlatSpan> all = batches.stream().flatMap(batch -> spans(batch).stream()).toList();
    all.forEach(span -> assertThat(of(span)).as("reports of span %s", span.spanId).hasSize(1));
    assertThat(reports).hasSameSizeAs(all);
  }

  private static List<FlatSpan> spans(SpanBatch batch) {
    var spans = new ArrayList<FlatSpan>();
    for (int i = 0; i < batch.size(); i++) {
      spans.add(batch.span(i));
    }
    return spans;
  }
}
