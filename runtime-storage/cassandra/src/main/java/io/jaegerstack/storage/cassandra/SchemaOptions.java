package io.jaegerstack.storage.cassandra;

import java.time.Duration;

/// How a new table keeps its rows, as Jaeger's script for schemas has it: those of one span of time
/// together, so that they are dropped together when they are too old.
enum SchemaOptions {
  /// Spans: windows of a thirtieth of their lifetime.
  SPANS,
  /// Rows of indices: windows of an hour.
  INDEX,
  /// Names, which are written again and again.
  NAMES,
  DEPENDENCIES,
  PLAIN;

  /// Three hours in which a server may be away and still learn what was deleted.
  private static final String LIVING = "speculative_retry = 'NONE' AND gc_grace_seconds = 10800";

  private static final String SIZE_TIERED =
      "compaction = {'class': 'SizeTieredCompactionStrategy', 'min_threshold': '4', 'max_threshold': '32'}";

  /// What stands after `WITH`; empty for nothing.
  String cql(SchemaSettings settings) {
    long ttl = settings.traceTtl().toSeconds();
    return switch (this) {
      case SPANS ->
          windows(settings.compactionWindow())
              + " AND default_time_to_live = "
              + ttl
              + " AND "
              + LIVING;
      case INDEX ->
          windows(Duration.ofHours(1)) + " AND default_time_to_live = " + ttl + " AND " + LIVING;
      case NAMES -> SIZE_TIERED + " AND default_time_to_live = " + ttl + " AND " + LIVING;
      case DEPENDENCIES ->
          SIZE_TIERED + " AND default_time_to_live = " + settings.dependenciesTtl().toSeconds();
      case PLAIN -> "";
    };
  }

  private static String windows(Duration window) {
    boolean isHours = window.toMinutes() % 60 == 0;
    return "compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_size': '%d', 'compaction_window_unit': '%s'}"
        .formatted(isHours ? window.toHours() : window.toMinutes(), isHours ? "HOURS" : "MINUTES");
  }
}
