package io.jaegerstack.model;

/// Something that happened inside a span, its fields flat.
///
/// @param timeNanos nanoseconds since the epoch
public record FlatLog(long timeNanos, FlatTags fields) {
  Log toLog() {
    return new Log(timeNanos, fields.toList());
  }

  static FlatLog of(Log log) {
    return new FlatLog(log.timeNanos(), FlatTags.of(log.fields()));
  }
}
