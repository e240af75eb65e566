package io.jaegerstack.storage.segments.block;

import io.jaegerstack.model.TagType;

/// Passes packed spans without making anything of them. One thread.
final class SpanSkipping {
  private final Unpacking in;

  SpanSkipping(Unpacking in) {
    this.in = in;
  }

  void span() {
    in.plain.skip(Long.BYTES);
    in.packed.varint();
    in.skipNumber();
    in.skipNumber();
    in.packed.varint();
    if (in.packed.varint() == 0) {
      in.skipText();
    }
    tags();
    int logs = in.packed.count();
    for (int i = 0; i < logs; i++) {
      in.skipNumber();
      tags();
    }
    references();
  }

  private void tags() {
    int count = in.packed.count();
    for (int i = 0; i < count; i++) {
      if (in.packed.varint() == 0) {
        if (in.packed.varint() == 0) {
          in.skipText();
        }
        value();
      }
    }
  }

  private void value() {
    switch (TagType.of(in.packed.oneByte())) {
      case STRING -> in.skipText();
      case BOOL -> in.packed.skip(1);
      case INT64 -> in.skipNumber();
      case FLOAT64 -> in.plain.skip(Long.BYTES);
      case BINARY -> in.plain.skip(in.packed.count());
    }
  }

  private void references() {
    int count = in.packed.count();
    for (int i = 0; i < count; i++) {
      long place = in.packed.varint() >>> 1;
      if (place == 0) {
        in.plain.skip(3 * Long.BYTES);
      } else if (place == 1) {
        in.plain.skip(Long.BYTES);
      }
    }
  }
}
