package io.jaegerstack.model;

import java.util.List;

/// Something that happened inside a span.
///
/// @param timeNanos nanoseconds since the epoch
public record Log(long timeNanos, List<Tag> fields) {
  public Log {
    fields = List.copyOf(fields);
  }
}
