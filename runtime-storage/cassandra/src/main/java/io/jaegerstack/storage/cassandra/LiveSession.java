package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Kind;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The driver's session, opened by the first who needs it, with the schema looked at and statements
/// prepared. From then on the driver itself keeps its connections; before that, whoever comes tries
/// once, but not more often than once in a second.
final class LiveSession {
  /// Use of a session.
  record Connected(CqlSession session, Statements statements) {}

  /// How a session is made; throws what the driver throws.
  interface Opening {
    CqlSession open();
  }

  private static final Logger LOG = LoggerFactory.getLogger(LiveSession.class);
  private static final long BETWEEN_TRIES_NANOS = Duration.ofSeconds(1).toNanos();

  private final Opening opening;
  private final Schema schema;
  private final String keyspace;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Connected ready;
  private volatile boolean isClosed;
  // Guarded by the lock.
  private @Nullable CqlSession session;
  private @Nullable StorageException lastFailure;
  private long lastTryNanos;

  LiveSession(Opening opening, Schema schema, String keyspace, LongSupplier nanoTime) {
    this.opening = opening;
    this.schema = schema;
    this.keyspace = keyspace;
    this.nanoTime = nanoTime;
  }

  /// The session, open; waits for it.
  ///
  /// @throws StorageException where it cannot be opened, or lacks the schema
  Connected connected() {
    Connected connected = ready;
    if (connected != null && !isClosed) {
      return connected;
    }
    lock.lock();
    try {
      return ready == null || isClosed ? tried() : use();
    } finally {
      lock.unlock();
    }
  }

  private Connected use() {
    Connected connected = ready;
    if (connected == null) {
      throw new IllegalStateException("no session, expected one");
    }
    return connected;
  }

  private Connected tried() {
    if (isClosed) {
      throw closed();
    }
    StorageException before = lastFailure;
    if (before != null && nanoTime.getAsLong() - lastTryNanos < BETWEEN_TRIES_NANOS) {
      throw before;
    }
    try {
      CqlSession open = open();
      schema.ensure(open);
      var connected = new Connected(open, Statements.prepare(open, keyspace));
      ready = connected;
      lastFailure = null;
      LOG.info("connected to cassandra keyspace={}", keyspace);
      return connected;
    } catch (RuntimeException failed) {
      StorageException why = CassandraErrors.of(failed);
      lastFailure = why;
      throw why;
    } finally {
      lastTryNanos = nanoTime.getAsLong();
    }
  }

  /// The session alone, for those who make the schema.
  ///
  /// @throws StorageException where it cannot be opened
  CqlSession session() {
    lock.lock();
    try {
      if (isClosed) {
        throw closed();
      }
      return open();
    } catch (RuntimeException failed) {
      throw CassandraErrors.of(failed);
    } finally {
      lock.unlock();
    }
  }

  /// What servers say to a session that begins now, which tells one that does not let us in from
  /// one that is down; `why` where it begins.
  StorageException askedAnew(StorageException why) {
    try (CqlSession ended = opening.open()) {
      LOG.debug("servers let a session={} begin again", ended.getName());
      return why;
    } catch (RuntimeException failed) {
      return CassandraErrors.of(failed);
    }
  }

  private static StorageException closed() {
    return new StorageException(Kind.UNAVAILABLE, "the storage is closed");
  }

  private CqlSession open() {
    CqlSession open = session;
    if (open == null) {
      open = opening.open();
      if (isClosed) {
        open.forceCloseAsync();
        throw closed();
      }
      session = open;
    }
    return open;
  }

  /// Ends all requests and connections; waits for that, but not longer than `atMost`. A session
  /// that is being opened meanwhile is closed by whoever opens it.
  void close(Duration atMost) {
    isClosed = true;
    try {
      if (!lock.tryLock(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      CqlSession open = session;
      if (open != null) {
        session = null;
        await(open, atMost);
      }
    } finally {
      lock.unlock();
    }
  }

  private static void await(CqlSession open, Duration atMost) {
    try {
      open.forceCloseAsync()
          .toCompletableFuture()
          .get(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException slow) {
      LOG.debug("session not closed in time: {}", slow.toString());
    }
  }
}
