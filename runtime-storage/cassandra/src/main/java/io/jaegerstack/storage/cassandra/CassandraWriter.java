package io.jaegerstack.storage.cassandra;

import static io.jaegerstack.settings.CassandraSettings.RETRY_FOR;

import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.Unanswered;
import io.jaegerstack.storage.WriteOutcome;
import io.jaegerstack.storage.WritePace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Writes spans and their index rows, and answers for each span when all of its rows are
/// acknowledged. What Cassandra calls temporary is sent again until `cassandra.retry-for` has
/// passed; after [#close(Duration)] nothing is.
final class CassandraWriter implements SpanWriter {
  /// What is made into rows at once, bytes as spans hold them: rows are a few times larger.
  private static final long MOST_RETAINED_BYTES = 16L << 20;

  /// Many spans at a time share many partitions; a few writes keep the servers busy while others
  /// make rows.
  private static final WritePace PACE = new WritePace(4, Duration.ofMillis(100));

  private final LiveSession session;
  private final TagRules rules;
  private final NameCache names;
  private final InFlight inFlight;
  private final WriteMetrics metrics;
  private final Duration retryFor;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Unanswered unanswered = new Unanswered();

  CassandraWriter(
      LiveSession session,
      SettingValues settings,
      NameCache names,
      InFlight inFlight,
      WriteMetrics metrics) {
    this.session = session;
    this.rules = TagRules.of(settings);
    this.names = names;
    this.inFlight = inFlight;
    this.metrics = metrics;
    this.retryFor = settings.value(RETRY_FOR);
  }

  @Override
  public void write(List<SpanBatch> batches, WriteOutcome outcome) {
    int from = 0;
    while (from < batches.size()) {
      int to = from + 1;
      long bytes = batches.get(from).retainedBytes();
      while (to < batches.size() && bytes <= MOST_RETAINED_BYTES) {
        bytes += batches.get(to++).retainedBytes();
      }
      writeAtOnce(batches.subList(from, to), outcome);
      from = to;
    }
  }

  @Override
  public WritePace pace() {
    return PACE;
  }

  private void writeAtOnce(List<SpanBatch> batches, WriteOutcome outcome) {
    int spans = batches.stream().mapToInt(SpanBatch::size).sum();
    if (spans == 0) {
      return;
    }
    try (var open = unanswered.begin(spans)) {
      var groups = new RowGroups();
      var rows = new SpanRows(rules, names, metrics, groups);
      var progress = new WriteProgress(spans, outcome, open);
      for (SpanBatch batch : batches) {
        for (int i = 0; i < batch.size(); i++) {
          rows.add(batch.span(i), progress.add(batch.span(i)));
        }
      }
      var sending = new Sending(session, inFlight, metrics, names, closed, progress);
      sending.send(groups.all(), retryFor);
    }
  }

  /// Stops trying again, and waits for what is in flight, but not longer than `atMost`.
  ///
  /// @return spans without an answer by then
  long close(Duration atMost) {
    if (closed.getCount() == 0) {
      return 0;
    }
    closed.countDown();
    long left = unanswered.awaitNone(atMost);
    metrics.unanswered(left);
    return left;
  }
}
