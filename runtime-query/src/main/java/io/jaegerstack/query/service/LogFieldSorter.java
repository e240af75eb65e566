package io.jaegerstack.query.service;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import java.util.ArrayList;

/// Puts the fields of logs in an order that people expect: the textual `event` first, the rest by
/// key.
final class LogFieldSorter {
  static Span sortLogFields(Span span) {
    return span.logs().stream().allMatch(log -> log.fields().size() < 2)
        ? span
        : span.withLogs(span.logs().stream().map(LogFieldSorter::sorted).toList());
  }

  private static Log sorted(Log log) {
    var fields = new ArrayList<>(log.fields());
    int event = indexOfEvent(log);
    Tag first = event < 0 ? null : fields.remove(event);
    fields.sort(TagOrder.BY_KEY_TYPE_VALUE);
    if (first != null) {
      fields.addFirst(first);
    }
    return new Log(log.timeNanos(), fields);
  }

  private static int indexOfEvent(Log log) {
    for (int i = 0; i < log.fields().size(); i++) {
      Tag field = log.fields().get(i);
      if (field.key().equals("event") && field.value() instanceof Tag.Text) {
        return i;
      }
    }
    return -1;
  }

  private LogFieldSorter() {}
}
