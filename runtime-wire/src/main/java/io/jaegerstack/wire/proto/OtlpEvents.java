package io.jaegerstack.wire.proto;

import io.jaegerstack.model.FlatLog;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Key;

/// An event of an OTLP span to a log: its name is the first field, called `event`, unless an
/// attribute of that name is there.
final class OtlpEvents {
  private static final Key EVENT = Key.of("event");
  private static final FlatTags NO_FIELDS = new FlatTags(new byte[0], 0);

  private final Attributes attributes;
  private final TagScratch scratch = new TagScratch();
  private int nameOffset;
  private int nameLength;
  private long timeNanos;

  OtlpEvents(Attributes attributes) {
    this.attributes = attributes;
  }

  /// The event between the position and `end`.
  FlatLog read(ProtoReader in, int end) {
    int start = in.position;
    nameAndTime(in, end);
    FlatTags fields = scratch.begin(in.bytes);
    if (nameLength > 0) {
      fields.addString(EVENT, nameOffset, nameLength);
    }
    in.position = start;
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      if (tag == OtlpFields.EVENT_ATTRIBUTES) {
        attributes.read(in, in.nested(end), fields);
      } else {
        in.skip(tag, end);
      }
    }
    if (nameLength > 0 && hasEventAttribute(fields)) {
      fields.remove(0);
    }
    return new FlatLog(timeNanos, fields.size() == 0 ? NO_FIELDS : fields.trimmedCopy());
  }

  private void nameAndTime(ProtoReader in, int end) {
    nameLength = 0;
    timeNanos = 0;
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (tag) {
        case OtlpFields.EVENT_NANOS -> timeNanos = in.fixed64(end);
        case OtlpFields.EVENT_NAME -> {
          nameLength = in.length(end);
          nameOffset = in.position;
          in.position += nameLength;
        }
        default -> in.skip(tag, end);
      }
    }
  }

  private static boolean hasEventAttribute(FlatTags fields) {
    for (int i = 1; i < fields.size(); i++) {
      if (fields.key(i).equals(EVENT)) {
        return true;
      }
    }
    return false;
  }

  /// Lets go of the input.
  void end() {
    scratch.end();
  }
}
