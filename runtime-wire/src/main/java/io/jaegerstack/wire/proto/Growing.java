package io.jaegerstack.wire.proto;

import io.jaegerstack.model.FlatLog;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Reference;
import java.util.Arrays;

/// Lists of a span whose lengths protobuf does not tell beforehand; scratch of one reader.
final class Growing {
  /// Scratch for more elements than this is let go after use.
  private static final int KEPT = 1024;

  private static final int FIRST_CAPACITY = 8;

  /// A collector adds to every span the tag of its format.
  private static final int ADDED_TAGS = 1;

  private static final byte[] NOTHING = {};

  private Reference[] references = new Reference[FIRST_CAPACITY];
  private int referenceCount;
  private FlatLog[] logs = new FlatLog[FIRST_CAPACITY];
  private int logCount;
  private final TagScratch scratch = new TagScratch();
  private FlatTags tags = scratch.begin(NOTHING);

  /// Empty lists, with tags of `source`.
  FlatTags begin(byte[] source) {
    referenceCount = 0;
    logCount = 0;
    tags = scratch.begin(source);
    return tags;
  }

  void add(Reference reference) {
    if (referenceCount == references.length) {
      references = Arrays.copyOf(references, referenceCount * 2);
    }
    references[referenceCount++] = reference;
  }

  void add(FlatLog log) {
    if (logCount == logs.length) {
      logs = Arrays.copyOf(logs, logCount * 2);
    }
    logs[logCount++] = log;
  }

  /// Moves what has been gathered to `span`.
  void moveTo(FlatSpan span) {
    if (referenceCount > 0) {
      span.references = Arrays.copyOf(references, referenceCount);
    }
    if (logCount > 0) {
      span.logs = Arrays.copyOf(logs, logCount);
    }
    if (tags.size() > 0) {
      span.tags = tags.copyWithRoom(ADDED_TAGS);
    }
  }

  /// Lets go of the input, and of room that only an unusual one needed.
  void end() {
    tags = scratch.begin(NOTHING);
    references = references.length > KEPT ? new Reference[FIRST_CAPACITY] : references;
    logs = logs.length > KEPT ? new FlatLog[FIRST_CAPACITY] : logs;
    Arrays.fill(references, null);
    Arrays.fill(logs, null);
  }
}
