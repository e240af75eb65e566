package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.model.FlatSpan;
import org.jspecify.annotations.Nullable;

/// One document on its way: where its two lines are in the write's buffer, and what became of it.
///
/// @param span the span it is of; null for the document of a service and operation
/// @param serviceKey its name in [ServiceCache]; null for a span
/// @param from where its action line begins
/// @param to behind the line end of its source
record BulkDocument(@Nullable FlatSpan span, @Nullable String serviceKey, int from, int to) {
  int length() {
    return to - from;
  }
}
