package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.storage.Backoff;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Kind;
import io.jaegerstack.storage.Unanswered;
import io.jaegerstack.storage.WriteOutcome;
import io.jaegerstack.storage.WritePace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes spans by bulk requests and answers for each of them. What Elasticsearch calls temporary
/// is sent again until `es.bulk.retry-for` has passed; after [#close(Duration)] nothing is.
final class BulkWriter implements SpanWriter {
  private static final Logger LOG = LoggerFactory.getLogger(BulkWriter.class);

  /// Room for a span's lines; grows where spans are larger.
  private static final int EXPECTED_BYTES = 1_500;

  private static final int MOST_EXPECTED = 10_000;

  /// What is encoded at once, before encoding: documents are up to six times larger, and an array
  /// ends at 2 GiB. Collectors write far less.
  private static final long MOST_RETAINED_BYTES = 64L << 20;

  private final IndexNames names;
  private final IndexNames.Kind kind;
  private final TagFields fields;
  private final EsSettings settings;
  private final TemplateSetup templates;
  private final BulkRequests requests;
  private final BulkMetrics metrics;
  private final KeyFragments fragments = new KeyFragments();
  private final ServiceCache services = new ServiceCache();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Unanswered unanswered = new Unanswered();

  BulkWriter(
      IndexNames names,
      IndexNames.Kind kind,
      TagFields fields,
      EsSettings settings,
      TemplateSetup templates,
      BulkRequests requests,
      BulkMetrics metrics) {
    this.names = names;
    this.kind = kind;
    this.fields = fields;
    this.settings = settings;
    this.templates = templates;
    this.requests = requests;
    this.metrics = metrics;
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

  private void writeAtOnce(List<SpanBatch> batches, WriteOutcome outcome) {
    int spans = batches.stream().mapToInt(SpanBatch::size).sum();
    try (var write = unanswered.begin(spans)) {
      writeAtOnce(batches, spans, outcome, write);
    }
  }

  private void writeAtOnce(
      List<SpanBatch> batches, int spans, WriteOutcome outcome, Unanswered.Write write) {
    var encoder = new EsSpanEncoder(fragments, fields);
    var body =
        new BulkBody(
            names, kind, encoder, services, Math.min(spans, MOST_EXPECTED) * EXPECTED_BYTES);
    batches.forEach(body::add);
    var writing = new Writing(body, outcome, write);
    List<BulkDocument> open = body.documents();
    var backoff = new Backoff(ThreadLocalRandom.current());
    long deadline = System.nanoTime() + settings.retryFor().toNanos();
    while (!open.isEmpty()) {
      open = writing.send(open);
      if (!open.isEmpty()) {
        outcome.triedAgain();
        if (!wait(backoff.next(), deadline)) {
          open.forEach(writing::giveUp);
          return;
        }
      }
    }
  }

  @Override
  public WritePace pace() {
    return new WritePace(settings.bulkWorkers(), settings.flushInterval());
  }

  /// Whether there is time for one more try, after waiting for it.
  private boolean wait(Duration time, long deadline) {
    if (System.nanoTime() + time.toNanos() > deadline) {
      return false;
    }
    try {
      return !closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
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

  /// One call of [#write], and what its documents were answered last.
  private final class Writing {
    private final BulkBody body;
    private final WriteOutcome outcome;
    private final Unanswered.Write write;
    private Kind lastKind = Kind.UNAVAILABLE;
    private String lastDetail = "not sent";

    Writing(BulkBody body, WriteOutcome outcome, Unanswered.Write write) {
      this.body = body;
      this.outcome = outcome;
      this.write = write;
    }

    private void failed(FlatSpan span, Kind kind, String detail) {
      outcome.failed(span, kind, detail);
      write.answered();
    }

    /// Sends `open` in as many requests as it takes, and gives back what is to be sent again.
    List<BulkDocument> send(List<BulkDocument> open) {
      var again = new ArrayList<BulkDocument>();
      if (closed.getCount() == 0) {
        later(Kind.UNAVAILABLE, "the storage is closed");
        return open;
      }
      try {
        templates.ensure(body.targets(), services);
      } catch (StorageException away) {
        later(away.kind(), String.valueOf(away.getMessage()));
        return open;
      }
      int from = 0;
      while (from < open.size()) {
        int to = endOfRequest(open, from);
        request(open.subList(from, to), again);
        from = to;
      }
      return again;
    }

    private int endOfRequest(List<BulkDocument> open, int from) {
      int to = from + 1;
      long bytes = open.get(from).length();
      while (to < open.size() && to - from < settings.bulkDocuments()) {
        bytes += open.get(to).length();
        if (bytes > settings.bulkBytes()) {
          break;
        }
        to++;
      }
      return to;
    }

    private void request(List<BulkDocument> some, List<BulkDocument> again) {
      try {
        List<BulkAnswer.Item> items = requests.send(body.lines(some), some.size());
        for (int i = 0; i < items.size(); i++) {
          answered(some.get(i), items.get(i), again);
        }
      } catch (StorageException failed) {
        if (failed.kind() != Kind.INVALID) {
          later(failed.kind(), String.valueOf(failed.getMessage()));
          again.addAll(some);
        } else if (some.size() == 1) {
          refused(some.getFirst(), String.valueOf(failed.getMessage()));
        } else {
          // The request as a whole is too large or cannot be read: find out by which document.
          request(some.subList(0, some.size() / 2), again);
          request(some.subList(some.size() / 2, some.size()), again);
        }
      }
    }

    private void answered(BulkDocument document, BulkAnswer.Item item, List<BulkDocument> again) {
      switch (item) {
        case BulkAnswer.Item.Stored() -> stored(document);
        case BulkAnswer.Item.StoredBefore() -> {
          metrics.duplicate();
          stored(document);
        }
        case BulkAnswer.Item.Refused(String detail) -> {
          metrics.error();
          refused(document, detail);
        }
        case BulkAnswer.Item.Later(Kind kind, String detail) -> {
          metrics.error();
          later(kind, detail);
          again.add(document);
        }
      }
    }

    private void stored(BulkDocument document) {
      metrics.inserted();
      if (document.serviceKey() != null) {
        services.add(document.serviceKey());
      }
      if (document.span() != null) {
        outcome.stored(document.span());
        write.answered();
      }
    }

    private void refused(BulkDocument document, String detail) {
      if (document.span() != null) {
        failed(document.span(), Kind.INVALID, detail);
      } else {
        LOG.warn("a service's name was refused, it is not listed: {}", detail);
      }
    }

    private void later(Kind kind, String detail) {
      lastKind = kind;
      lastDetail = detail;
    }

    void giveUp(BulkDocument document) {
      if (document.span() != null) {
        failed(document.span(), lastKind, lastDetail);
      }
    }
  }
}
