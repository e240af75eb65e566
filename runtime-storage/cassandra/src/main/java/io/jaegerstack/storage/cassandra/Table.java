package io.jaegerstack.storage.cassandra;

/// The tables that rows are written to, with the columns of their statements: first those of the
/// partition's key.
enum Table {
  TRACES(
      "traces",
      1,
      "trace_id, span_id, span_hash, parent_id, operation_name, flags, start_time, duration, tags, logs, refs, process"),
  SERVICE_NAMES("service_names", 1, "service_name"),
  OPERATION_NAMES("operation_names_v2", 1, "service_name, span_kind, operation_name"),
  SERVICE_NAME_INDEX("service_name_index", 2, "service_name, bucket, start_time, trace_id"),
  SERVICE_OPERATION_INDEX(
      "service_operation_index", 2, "service_name, operation_name, start_time, trace_id"),
  DURATION_INDEX(
      "duration_index", 3, "service_name, operation_name, bucket, duration, start_time, trace_id"),
  TAG_INDEX("tag_index", 3, "service_name, tag_key, tag_value, start_time, trace_id, span_id");

  private final String label;
  private final int partitionColumns;
  private final String columns;

  Table(String label, int partitionColumns, String columns) {
    this.label = label;
    this.partitionColumns = partitionColumns;
    this.columns = columns;
  }

  /// Its name in Cassandra, and in metrics.
  String label() {
    return label;
  }

  int partitionColumns() {
    return partitionColumns;
  }

  String insertInto(String keyspace) {
    String marks = columns.replaceAll("[a-z_]+", "?");
    return "INSERT INTO %s.%s (%s) VALUES (%s)".formatted(keyspace, label, columns, marks);
  }
}
