package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Statements for the tables that processes share beside spans: a few in a minute, so that waiting
/// for each costs nothing. All methods throw [io.jaegerstack.storage.StorageException].
final class SharedTables {
  /// What decides by a condition must be known to most copies.
  private static final ConsistencyLevel AGREED = ConsistencyLevel.LOCAL_QUORUM;

  private final LiveSession session;
  private final String keyspace;

  SharedTables(LiveSession session, String keyspace) {
    this.session = session;
    this.keyspace = keyspace;
  }

  /// Rows of a question, or the end of a change that the driver does not send twice by itself.
  ///
  /// @param cql with `%s` for the keyspace, and a mark for each of `values`
  ResultSet run(String cql, ByteBuffer... values) {
    return execute(cql, null, values);
  }

  /// The same for a change with a condition: whether it was fulfilled.
  boolean applies(String cql, ByteBuffer... values) {
    return execute(cql, AGREED, values).wasApplied();
  }

  /// The same for a question that must see the last change with a condition.
  ResultSet ask(String cql, ByteBuffer... values) {
    return execute(cql, ConsistencyLevel.SERIAL, values);
  }

  private ResultSet execute(String cql, @Nullable ConsistencyLevel level, ByteBuffer... values) {
    CqlSession open = session.connected().session();
    try {
      PreparedStatement prepared = open.prepare(cql.formatted(keyspace));
      BoundStatementBuilder bound = prepared.boundStatementBuilder();
      for (int i = 0; i < values.length; i++) {
        bound.setBytesUnsafe(i, values[i]);
      }
      if (level != null) {
        bound.setConsistencyLevel(level);
      }
      return open.execute(bound.setIdempotence(false).build());
    } catch (DriverException failed) {
      throw CassandraErrors.of(failed);
    }
  }
}
