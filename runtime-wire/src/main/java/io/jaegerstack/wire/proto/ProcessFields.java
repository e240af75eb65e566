package io.jaegerstack.wire.proto;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Key;

/// `Process` of Jaeger's model.proto; one that comes in several parts is merged.
final class ProcessFields {
  private static final Key NO_NAME = Key.of("");
  private static final byte[] NOTHING = {};

  private final InternTable keys;
  private final KeyValueFields keyValue;
  private final TagScratch scratch = new TagScratch();
  private FlatTags tags = scratch.begin(NOTHING);
  private Key serviceName = NO_NAME;

  ProcessFields(InternTable keys, KeyValueFields keyValue) {
    this.keys = keys;
    this.keyValue = keyValue;
  }

  void begin(byte[] source) {
    serviceName = NO_NAME;
    tags = scratch.begin(source);
  }

  void read(ProtoReader in, int end) {
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (tag) {
        case ApiV2Fields.SERVICE_NAME -> serviceName = in.key(keys, end);
        case ApiV2Fields.PROCESS_TAGS -> keyValue.read(in, in.nested(end), tags);
        default -> in.skip(tag, end);
      }
    }
  }

  /// What was read since [#begin(byte[])].
  FlatProcess toProcess() {
    return new FlatProcess(serviceName, tags.trimmedCopy());
  }

  /// Lets go of the input.
  void end() {
    begin(NOTHING);
  }
}
