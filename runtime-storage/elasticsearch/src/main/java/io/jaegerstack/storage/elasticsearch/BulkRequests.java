package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Kind;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Bulk requests, at most `es.bulk.workers` of them in flight.
final class BulkRequests {
  private static final String PATH = "_bulk?" + BulkAnswer.FILTER;

  private final EsHttp http;
  private final BulkMetrics metrics;
  private final Semaphore workers;

  BulkRequests(EsHttp http, BulkMetrics metrics, int workers) {
    this.http = http;
    this.metrics = metrics;
    this.workers = new Semaphore(workers, true);
  }

  /// Sends `lines`, which are `documents` documents, and gives back what became of each.
  ///
  /// @throws StorageException where the request failed as a whole; [Kind#INVALID] where its size or
  ///   contents are the reason
  List<BulkAnswer.Item> send(byte[] lines, int documents) {
    workers.acquireUninterruptibly();
    long start = System.nanoTime();
    metrics.sent(documents);
    try {
      byte[] answer = http.call("POST", PATH, EsHttp.NDJSON, lines, lines.length);
      List<BulkAnswer.Item> items = items(answer, documents);
      metrics.answered(System.nanoTime() - start);
      return items;
    } catch (StorageException failed) {
      metrics.failed(System.nanoTime() - start, documents);
      throw failed.kind() == Kind.NOT_FOUND ? unavailable(failed) : failed;
    } finally {
      workers.release();
    }
  }

  private static List<BulkAnswer.Item> items(byte[] answer, int documents) {
    try {
      List<BulkAnswer.Item> items = BulkAnswer.read(answer);
      if (items.size() == documents) {
        return items;
      }
      throw new IOException(
          "%d items for %d documents, expected one for each".formatted(items.size(), documents));
    } catch (IOException unreadable) {
      throw new StorageException(
          Kind.UNAVAILABLE, "bulk answer cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private static StorageException unavailable(StorageException failed) {
    return new StorageException(Kind.UNAVAILABLE, String.valueOf(failed.getMessage()), failed);
  }
}
