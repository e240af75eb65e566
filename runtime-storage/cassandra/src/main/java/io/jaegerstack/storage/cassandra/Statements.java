package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/// Prepared statements of one session and keyspace.
final class Statements {
  private final Map<Table, PreparedStatement> inserts = new EnumMap<>(Table.class);
  private final Map<Query, PreparedStatement> queries = new EnumMap<>(Query.class);

  private Statements() {}

  /// Prepares all of them at once; throws what the driver throws.
  static Statements prepare(CqlSession session, String keyspace) {
    var inserts = new EnumMap<Table, CompletionStage<PreparedStatement>>(Table.class);
    var queries = new EnumMap<Query, CompletionStage<PreparedStatement>>(Query.class);
    for (Table table : Table.values()) {
      inserts.put(table, session.prepareAsync(table.insertInto(keyspace)));
    }
    for (Query query : Query.values()) {
      queries.put(query, session.prepareAsync(query.cql(keyspace)));
    }
    var statements = new Statements();
    inserts.forEach(
        (table, stage) -> statements.inserts.put(table, stage.toCompletableFuture().join()));
    queries.forEach(
        (query, stage) -> statements.queries.put(query, stage.toCompletableFuture().join()));
    return statements;
  }

  /// A request that stores all rows of `group`. One for rows of spans is never sent again by the
  /// driver, only by us: a list that is written twice with one timestamp has all its items twice.
  Statement<?> insert(RowGroup group) {
    boolean isIdempotent = group.table() != Table.TRACES;
    if (group.rows().size() == 1) {
      return bound(group.table(), group.rows().getFirst()).setIdempotent(isIdempotent);
    }
    BatchStatementBuilder batch = BatchStatement.builder(BatchType.UNLOGGED);
    for (CqlRow row : group.rows()) {
      batch.addStatement(bound(group.table(), row));
    }
    return batch.setIdempotence(isIdempotent).build();
  }

  private BoundStatement bound(Table table, CqlRow row) {
    PreparedStatement prepared = inserts.get(table);
    if (prepared == null) {
      throw new IllegalArgumentException("no statement of " + table);
    }
    BoundStatementBuilder bound = prepared.boundStatementBuilder();
    ByteBuffer[] values = row.values();
    for (int i = 0; i < values.length; i++) {
      bound.setBytesUnsafe(i, values[i]);
    }
    return bound.build();
  }

  /// `query` with its values, in the order of its marks.
  BoundStatement query(Query query, ByteBuffer... values) {
    PreparedStatement prepared = queries.get(query);
    if (prepared == null) {
      throw new IllegalArgumentException("no statement of " + query);
    }
    BoundStatementBuilder bound = prepared.boundStatementBuilder();
    for (int i = 0; i < values.length; i++) {
      bound.setBytesUnsafe(i, values[i]);
    }
    return bound.setIdempotence(true).setPageSize(query.pageSize()).build();
  }
}
