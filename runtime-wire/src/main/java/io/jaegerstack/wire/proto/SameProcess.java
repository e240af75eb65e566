package io.jaegerstack.wire.proto;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.TagType;
import java.util.Arrays;

/// Whether two processes say the same in the same order: batches of one client, read one after
/// another, have processes that are equal but not the same object.
final class SameProcess {
  private SameProcess() {}

  static boolean test(FlatProcess one, FlatProcess other) {
    return one.equals(other)
        || (one.serviceName().equals(other.serviceName()) && sameTags(one.tags(), other.tags()));
  }

  private static boolean sameTags(FlatTags one, FlatTags other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (one.type(i) != other.type(i)
          || !one.key(i).equals(other.key(i))
          || !sameValue(one, other, i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameValue(FlatTags one, FlatTags other, int i) {
    TagType type = one.type(i);
    if (type != TagType.STRING && type != TagType.BINARY) {
      return one.number(i) == other.number(i);
    }
    return Arrays.equals(
        one.source(i),
        one.offset(i),
        one.offset(i) + one.length(i),
        other.source(i),
        other.offset(i),
        other.offset(i) + other.length(i));
  }
}
