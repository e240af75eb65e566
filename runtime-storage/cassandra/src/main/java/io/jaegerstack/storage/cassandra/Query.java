package io.jaegerstack.storage.cassandra;

/// What is asked of the tables. Marks stand in the order in which values are given.
enum Query {
  TRACE(
      "SELECT span_id, parent_id, operation_name, flags, start_time, duration, tags, logs, refs, process FROM %s.traces WHERE trace_id = ?",
      500),
  SPAN(
      "SELECT span_id, parent_id, operation_name, flags, start_time, duration, tags, logs, refs, process FROM %s.traces WHERE trace_id = ? AND span_id = ?",
      500),
  SPAN_COUNT("SELECT COUNT(*) FROM %s.traces WHERE trace_id = ?", 5_000),
  SERVICES("SELECT service_name FROM %s.service_names", 5_000),
  OPERATIONS(
      "SELECT operation_name, span_kind FROM %s.operation_names_v2 WHERE service_name = ?", 5_000),
  BY_SERVICE(
      "SELECT start_time, trace_id FROM %s.service_name_index WHERE service_name = ? AND bucket = ? AND start_time >= ? AND start_time <= ?",
      200),
  BY_OPERATION(
      "SELECT start_time, trace_id FROM %s.service_operation_index WHERE service_name = ? AND operation_name = ? AND start_time >= ? AND start_time <= ?",
      500),
  BY_TAG(
      "SELECT start_time, trace_id, span_id FROM %s.tag_index WHERE service_name = ? AND tag_key = ? AND tag_value = ? AND start_time >= ? AND start_time <= ?",
      500),
  BY_DURATION(
      "SELECT start_time, trace_id FROM %s.duration_index WHERE service_name = ? AND operation_name = ? AND bucket = ? AND duration >= ? AND duration <= ?",
      5_000),
  DEPENDENCIES(
      "SELECT dependencies FROM %s.dependencies_v2 WHERE ts_bucket = ? AND ts >= ? AND ts < ?", 50);

  private final String cql;
  private final int pageSize;

  Query(String cql, int pageSize) {
    this.cql = cql;
    this.pageSize = pageSize;
  }

  String cql(String keyspace) {
    return cql.formatted(keyspace);
  }

  /// Rows of one answer: those of spans can be large, and searches stop early.
  int pageSize() {
    return pageSize;
  }
}
