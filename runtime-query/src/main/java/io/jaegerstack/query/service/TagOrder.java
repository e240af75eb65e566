package io.jaegerstack.query.service;

import io.jaegerstack.model.Tag;
import java.util.Arrays;
import java.util.Comparator;

/// Jaeger's order of tags: by key, then type, then value.
final class TagOrder {
  static final Comparator<Tag> BY_KEY_TYPE_VALUE =
      Comparator.comparing(Tag::key)
          .thenComparing(tag -> tag.value().type())
          .thenComparing(Tag::value, TagOrder::compareSameType);

  private static int compareSameType(Tag.Value one, Tag.Value two) {
    return switch (one) {
      case Tag.Text(String text) when two instanceof Tag.Text(String other) ->
          text.compareTo(other);
      case Tag.Bool(boolean flag) when two instanceof Tag.Bool(boolean other) ->
          Boolean.compare(flag, other);
      case Tag.Int64(long number) when two instanceof Tag.Int64(long other) ->
          Long.compare(number, other);
      case Tag.Float64(double number) when two instanceof Tag.Float64(double other) ->
          Double.compare(number, other);
      case Tag.Binary(byte[] bytes) when two instanceof Tag.Binary(byte[] other) ->
          Arrays.compareUnsigned(bytes, other);
      default -> one.type().compareTo(two.type());
    };
  }

  private TagOrder() {}
}
