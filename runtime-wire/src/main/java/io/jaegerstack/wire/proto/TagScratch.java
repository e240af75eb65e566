package io.jaegerstack.wire.proto;

import io.jaegerstack.model.FlatTags;

/// Flat tags that are filled, copied out and filled again.
final class TagScratch {
  /// Room for more tags than this is let go.
  private static final int KEPT = 1024;

  private static final int FIRST_CAPACITY = 16;
  private static final byte[] NOTHING = {};

  private FlatTags tags = new FlatTags(NOTHING, FIRST_CAPACITY);

  /// No tags, with slices of `source`.
  FlatTags begin(byte[] source) {
    if (tags.size() > KEPT) {
      tags = new FlatTags(NOTHING, FIRST_CAPACITY);
    }
    tags.clear(source);
    return tags;
  }

  /// Lets go of the input.
  void end() {
    begin(NOTHING);
  }
}
