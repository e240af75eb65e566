package io.jaegerstack.wire.proto;

import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Key;

/// The instrumentation scope of a group of OTLP spans: two tags on each of them. Its attributes
/// have no place in Jaeger's model and are passed over, as in Jaeger.
final class OtlpScope {
  private static final Key NAME = Key.of("otel.scope.name");
  private static final Key VERSION = Key.of("otel.scope.version");

  private int nameOffset;
  private int nameLength;
  private int versionOffset;
  private int versionLength;

  void clear() {
    nameLength = 0;
    versionLength = 0;
  }

  void read(ProtoReader in, int end) {
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (tag) {
        case OtlpFields.SCOPE_NAME -> {
          nameLength = in.length(end);
          nameOffset = in.position;
          in.position += nameLength;
        }
        case OtlpFields.SCOPE_VERSION -> {
          versionLength = in.length(end);
          versionOffset = in.position;
          in.position += versionLength;
        }
        default -> in.skip(tag, end);
      }
    }
  }

  void addTo(FlatTags tags) {
    if (nameLength > 0) {
      tags.addString(NAME, nameOffset, nameLength);
    }
    if (versionLength > 0) {
      tags.addString(VERSION, versionOffset, versionLength);
    }
  }
}
