package io.jaegerstack.storage.segments.block;

import io.jaegerstack.model.Process;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TagType;
import io.jaegerstack.storage.segments.bytes.ByteReader;
import io.jaegerstack.storage.segments.span.FrameDecoder;
import io.jaegerstack.storage.segments.span.SpanLayout;
import org.jspecify.annotations.Nullable;

/// What [DictionaryBuilder] wrote. Records are made when they are first wanted, and shared by all
/// answers: several threads may make the same one at once, and either is right.
final class BlockDictionary {
  /// What a record weighs beside its bytes, roughly.
  private static final int RECORD_BYTES = 96;

  private final byte[] bytes;
  private final int[] keysAt;
  private final int[] tagsAt;
  private final int[] operationsAt;
  private final int[] processesAt;
  private final @Nullable String[] keys;
  private final @Nullable Tag[] tags;
  private final @Nullable String[] operations;
  private final @Nullable Process[] processes;

  BlockDictionary(byte[] bytes) {
    this.bytes = bytes;
    var in = new ByteReader(bytes);
    keysAt = blocks(in);
    tagsAt = new int[in.count()];
    for (int i = 0; i < tagsAt.length; i++) {
      tagsAt[i] = in.position();
      in.varint();
      SpanLayout.skipValue(in);
    }
    operationsAt = blocks(in);
    processesAt = blocks(in);
    keys = new String[keysAt.length];
    tags = new Tag[tagsAt.length];
    operations = new String[operationsAt.length];
    processes = new Process[processesAt.length];
  }

  private static int[] blocks(ByteReader in) {
    int[] at = new int[in.count()];
    for (int i = 0; i < at.length; i++) {
      at[i] = in.position();
      in.skipBlock();
    }
    return at;
  }

  /// Heap with all records made, bytes.
  long weight() {
    return 2L * bytes.length
        + (long) RECORD_BYTES * (keys.length + tags.length + operations.length + processes.length);
  }

  String key(int number) {
    String made = keys[number];
    if (made == null) {
      made = new ByteReader(bytes, keysAt[number]).text();
      keys[number] = made;
    }
    return made;
  }

  String operation(int number) {
    String made = operations[number];
    if (made == null) {
      made = new ByteReader(bytes, operationsAt[number]).text();
      operations[number] = made;
    }
    return made;
  }

  Process process(int number) {
    Process made = processes[number];
    if (made == null) {
      var in = new ByteReader(bytes, processesAt[number]);
      in.varint();
      made = new FrameDecoder().process(bytes, in.position());
      processes[number] = made;
    }
    return made;
  }

  Tag tag(int number) {
    Tag made = tags[number];
    if (made == null) {
      made = makeTag(number);
      tags[number] = made;
    }
    return made;
  }

  private Tag makeTag(int number) {
    var in = new ByteReader(bytes, tagsAt[number]);
    String key = key(in.count());
    return switch (TagType.of(in.oneByte())) {
      case STRING -> Tag.of(key, in.text());
      case BOOL -> Tag.of(key, in.oneByte() != 0);
      case INT64 -> Tag.of(key, in.fixed64());
      case FLOAT64 -> Tag.of(key, Double.longBitsToDouble(in.fixed64()));
      case BINARY -> new Tag(key, new Tag.Binary(in.block()));
    };
  }
}
