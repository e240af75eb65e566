package io.jaegerstack.collector.pipeline;

import io.jaegerstack.model.FlatLog;
import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TagType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps what is not UTF-8 as binary tags, as Jaeger's `utf8` sanitizer does: no byte is lost, and
/// no storage is given text that it would refuse.
final class InvalidText implements Stage {
  static final Key OPERATION = Key.of("invalid-span-name");
  static final Key SERVICE = Key.of("invalid-service-name");

  /// Followed by a number where a span has several.
  static final String TAG_KEY = "invalid-tag-key-";

  @Override
  public void apply(SpanBatch batch, Origin origin) {
    @Nullable FlatProcess before = null;
    @Nullable FlatProcess after = null;
    for (int i = 0; i < batch.size(); i++) {
      FlatSpan span = batch.span(i);
      if (after == null || !span.process.equals(before)) {
        before = span.process;
        after = repaired(before);
      }
      span.process = after;
      repair(span);
    }
  }

  private static void repair(FlatSpan span) {
    span.tags = repaired(span.tags);
    if (!span.operation.isUtf8()) {
      span.tags = with(span.tags, Tag.of(OPERATION.text(), span.operation.bytes()));
      span.operation = OPERATION;
    }
    span.logs = repaired(span.logs);
  }

  /// `logs` themselves where all are valid, else one copy, however many are not.
  private static FlatLog[] repaired(FlatLog[] logs) {
    FlatLog[] result = logs;
    boolean isCopy = false;
    for (int i = 0; i < logs.length; i++) {
      FlatLog log = logs[i];
      FlatTags fields = repaired(log.fields());
      if (fields != log.fields()) {
        result = isCopy ? result : logs.clone();
        isCopy = true;
        result[i] = new FlatLog(log.timeNanos(), fields);
      }
    }
    return result;
  }

  private static FlatProcess repaired(FlatProcess process) {
    FlatTags tags = repaired(process.tags());
    if (!process.serviceName().isUtf8()) {
      var original = Tag.of(SERVICE.text(), process.serviceName().bytes());
      return new FlatProcess(SERVICE, with(tags, original));
    }
    return tags == process.tags() ? process : new FlatProcess(process.serviceName(), tags);
  }

  private static FlatTags repaired(FlatTags tags) {
    for (int i = 0; i < tags.size(); i++) {
      if (!tags.key(i).isUtf8() || !isValidValue(tags, i)) {
        return rebuilt(tags);
      }
    }
    return tags;
  }

  private static FlatTags rebuilt(FlatTags tags) {
    List<Tag> kept = new ArrayList<>(tags.size());
    int badKeys = 0;
    for (int i = 0; i < tags.size(); i++) {
      if (!tags.key(i).isUtf8()) {
        kept.add(Tag.of(TAG_KEY + ++badKeys, keyAndValue(tags, i)));
      } else if (!isValidValue(tags, i)) {
        kept.add(Tag.of(tags.key(i).text(), raw(tags, i)));
      } else {
        kept.add(tags.tag(i));
      }
    }
    return FlatTags.of(kept);
  }

  private static FlatTags with(FlatTags tags, Tag tag) {
    List<Tag> all = tags.toList();
    all.add(tag);
    return FlatTags.of(all);
  }

  private static byte[] keyAndValue(FlatTags tags, int index) {
    var both = new ByteArrayOutputStream();
    both.writeBytes(tags.key(index).bytes());
    both.write(':');
    both.writeBytes(
        tags.type(index) == TagType.STRING
            ? raw(tags, index)
            : tags.tag(index).value().asText().getBytes(StandardCharsets.UTF_8));
    return both.toByteArray();
  }

  private static byte[] raw(FlatTags tags, int index) {
    int from = tags.offset(index);
    return Arrays.copyOfRange(tags.source(index), from, from + tags.length(index));
  }

  private static boolean isValidValue(FlatTags tags, int index) {
    return tags.type(index) != TagType.STRING
        || Utf8.isValid(tags.source(index), tags.offset(index), tags.length(index));
  }
}
