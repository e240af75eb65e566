package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Kind;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// The rows of one answer, page after page; the first page is on its way from the beginning. One
/// thread.
final class Pages {
  private final CqlSession session;
  private final BoundStatement statement;
  private final int attempts;
  private CompletionStage<AsyncResultSet> coming;
  private @Nullable AsyncResultSet page;

  Pages(CqlSession session, BoundStatement statement, int attempts) {
    this.session = session;
    this.statement = statement;
    this.attempts = attempts;
    this.coming = session.executeAsync(statement);
  }

  /// The next row, waited for; null where there are no more.
  ///
  /// @throws StorageException where it cannot be had
  @Nullable Row next() {
    AsyncResultSet current = page;
    if (current == null) {
      current = arrived();
    }
    while (current.remaining() == 0) {
      if (!current.hasMorePages()) {
        return null;
      }
      coming = current.fetchNextPage();
      current = arrived();
    }
    return current.one();
  }

  private AsyncResultSet arrived() {
    for (int tried = 1; ; tried++) {
      try {
        AsyncResultSet next = coming.toCompletableFuture().get();
        page = next;
        return next;
      } catch (ExecutionException failed) {
        StorageException why = CassandraErrors.of(failed);
        if (tried >= attempts || why.kind() == Kind.INVALID) {
          throw why;
        }
        AsyncResultSet before = page;
        coming = before == null ? session.executeAsync(statement) : before.fetchNextPage();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new StorageException(Kind.UNAVAILABLE, "interrupted while reading", stopped);
      }
    }
  }
}
