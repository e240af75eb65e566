package io.jaegerstack.storage.cassandra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What Jaeger's schema v004 consists of. Everything here is read by stock Jaeger too: names, types
/// and keys must stay as they are.
final class SchemaShape {
  /// A user-defined type: names of its fields and their types.
  record Type(String name, Map<String, String> fields) {}

  /// A table.
  ///
  /// @param columns names and types, as `system_schema.columns` has them
  /// @param key what stands in `PRIMARY KEY (…)`
  /// @param order of the clustering columns; empty for ascending
  /// @param options which of [SchemaOptions] it has
  /// @param isNeeded whether spans cannot be written or read without it
  record TableOf(
      String name,
      Map<String, String> columns,
      String key,
      String order,
      SchemaOptions options,
      boolean isNeeded) {}

  private static final String TAGS = "frozen<list<frozen<keyvalue>>>";

  static final List<Type> TYPES =
      List.of(
          new Type(
              "keyvalue",
              parsed(
                  "key text, value_type text, value_string text, value_bool boolean,"
                      + " value_long bigint, value_double double, value_binary blob")),
          new Type("log", parsed("ts bigint, fields " + TAGS)),
          new Type("span_ref", parsed("ref_type text, trace_id blob, span_id bigint")),
          new Type("process", parsed("service_name text, tags " + TAGS)),
          new Type(
              "dependency", parsed("parent text, child text, call_count bigint, source text")));

  static final List<TableOf> TABLES =
      List.of(
          table(
              "traces",
              "trace_id blob, span_id bigint, span_hash bigint, parent_id bigint,"
                  + " operation_name text, flags int, start_time bigint, duration bigint,"
                  + " tags list<frozen<keyvalue>>, logs list<frozen<log>>,"
                  + " refs list<frozen<span_ref>>, process frozen<process>",
              "trace_id, span_id, span_hash",
              "",
              SchemaOptions.SPANS),
          table("service_names", "service_name text", "service_name", "", SchemaOptions.NAMES),
          table(
              "operation_names_v2",
              "service_name text, span_kind text, operation_name text",
              "(service_name), span_kind, operation_name",
              "",
              SchemaOptions.NAMES),
          table(
              "service_operation_index",
              "service_name text, operation_name text, start_time bigint, trace_id blob",
              "(service_name, operation_name), start_time",
              "start_time DESC",
              SchemaOptions.INDEX),
          table(
              "service_name_index",
              "service_name text, bucket int, start_time bigint, trace_id blob",
              "(service_name, bucket), start_time",
              "start_time DESC",
              SchemaOptions.INDEX),
          table(
              "duration_index",
              "service_name text, operation_name text, bucket timestamp, duration bigint,"
                  + " start_time bigint, trace_id blob",
              "(service_name, operation_name, bucket), duration, start_time, trace_id",
              "duration DESC, start_time DESC",
              SchemaOptions.INDEX),
          table(
              "tag_index",
              "service_name text, tag_key text, tag_value text, start_time bigint,"
                  + " trace_id blob, span_id bigint",
              "(service_name, tag_key, tag_value), start_time, trace_id, span_id",
              "start_time DESC",
              SchemaOptions.INDEX),
          table(
              "dependencies_v2",
              "ts_bucket timestamp, ts timestamp, dependencies list<frozen<dependency>>",
              "ts_bucket, ts",
              "ts DESC",
              SchemaOptions.DEPENDENCIES),
          other(
              "operation_throughput",
              "bucket int, ts timeuuid, throughput text",
              "bucket, ts",
              "ts DESC"),
          other(
              "sampling_probabilities",
              "bucket int, ts timeuuid, hostname text, probabilities text",
              "bucket, ts",
              "ts DESC"),
          other("leases", "name text, owner text", "name", ""));

  private SchemaShape() {}

  private static TableOf table(
      String name, String columns, String key, String order, SchemaOptions options) {
    return new TableOf(name, parsed(columns), key, order, options, true);
  }

  /// For adaptive sampling, which a keyspace may be without.
  private static TableOf other(String name, String columns, String key, String order) {
    return new TableOf(name, parsed(columns), key, order, SchemaOptions.PLAIN, false);
  }

  private static Map<String, String> parsed(String declarations) {
    var parsed = new LinkedHashMap<String, String>();
    for (String each : declarations.split(", ")) {
      String[] nameAndType = each.split(" ");
      parsed.put(nameAndType[0], nameAndType[1]);
    }
    return parsed;
  }
}
