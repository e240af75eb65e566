package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.SharedTexts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes spans of the rows of [Query#TRACE]. One thread.
final class SpanDecoder {
  /// Jaeger keeps a span's warnings among its tags, under keys that begin with this.
  private static final String WARNING = "$$span.warning.";

  private static final long NANOS_PER_MICRO = 1_000;

  private final SharedTexts texts = new SharedTexts();
  private @Nullable ByteBuffer lastProcess;
  private Process process = new Process("", List.of());

  Span span(TraceId trace, Row row) {
    var warnings = new ArrayList<String>();
    List<Tag> tags = tags(new CqlParts(row.getBytesUnsafe(6)), warnings);
    return new Span(
        trace,
        new SpanId(CqlParts.int64(row.getBytesUnsafe(0))),
        texts.shared(CqlParts.text(row.getBytesUnsafe(2))),
        references(
            trace, CqlParts.int64(row.getBytesUnsafe(1)), new CqlParts(row.getBytesUnsafe(8))),
        CqlParts.int32(row.getBytesUnsafe(3)),
        nanos(CqlParts.int64(row.getBytesUnsafe(4))),
        nanos(CqlParts.int64(row.getBytesUnsafe(5))),
        tags,
        logs(new CqlParts(row.getBytesUnsafe(7))),
        process(row.getBytesUnsafe(9)),
        warnings);
  }

  private static long nanos(long micros) {
    return micros * NANOS_PER_MICRO;
  }

  static TraceId traceId(@Nullable ByteBuffer bytes) {
    if (bytes == null || bytes.remaining() < 2 * Long.BYTES) {
      return new TraceId(0, 0);
    }
    return new TraceId(
        bytes.getLong(bytes.position()), bytes.getLong(bytes.position() + Long.BYTES));
  }

  /// A parent that stands apart is from before there were references.
  private static List<Reference> references(TraceId trace, long parent, CqlParts in) {
    int count = in.count();
    var references = new ArrayList<Reference>(count + 1);
    for (int i = 0; i < count; i++) {
      CqlParts part = in.inside();
      var type =
          part.text().equals("follows-from")
              ? Reference.Type.FOLLOWS_FROM
              : Reference.Type.CHILD_OF;
      TraceId other = traceId(part.raw());
      references.add(
          new Reference(type, other.equals(trace) ? trace : other, new SpanId(part.int64())));
    }
    boolean isThere =
        references.stream()
            .anyMatch(each -> each.spanId().value() == parent && each.traceId().equals(trace));
    if (parent != 0 && !isThere) {
      references.addFirst(Reference.childOf(trace, new SpanId(parent)));
    }
    return references;
  }

  private List<Log> logs(CqlParts in) {
    int count = in.count();
    var logs = new ArrayList<Log>(count);
    for (int i = 0; i < count; i++) {
      CqlParts part = in.inside();
      logs.add(new Log(nanos(part.int64()), tags(part.inside(), new ArrayList<>())));
    }
    return logs;
  }

  private Process process(@Nullable ByteBuffer value) {
    if (value == null || !value.equals(lastProcess)) {
      lastProcess = value;
      var part = new CqlParts(value);
      process = new Process(texts.shared(part.text()), tags(part.inside(), new ArrayList<>()));
    }
    return process;
  }

  private List<Tag> tags(CqlParts in, List<String> warnings) {
    int count = in.count();
    var tags = new ArrayList<Tag>(count);
    for (int i = 0; i < count; i++) {
      Tag tag = tag(in.inside());
      if (tag.key().startsWith(WARNING)) {
        warnings.add(tag.value().asText());
      } else {
        tags.add(tag);
      }
    }
    return tags;
  }

  private Tag tag(CqlParts in) {
    String key = texts.shared(in.text());
    String type = in.text();
    String text = texts.shared(in.text());
    boolean flag = in.flag();
    long number = in.int64();
    double fraction = in.fraction();
    return switch (type) {
      case "bool" -> Tag.of(key, flag);
      case "int64" -> Tag.of(key, number);
      case "float64" -> Tag.of(key, fraction);
      case "binary" -> new Tag(key, new Tag.Binary(in.bytes()));
      default -> Tag.of(key, text);
    };
  }
}
