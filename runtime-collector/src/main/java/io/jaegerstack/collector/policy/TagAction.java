package io.jaegerstack.collector.policy;

import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.Tag;

/// What a rule does.
sealed interface TagAction {
  /// The word for it in a file.
  String word();

  /// What is done to a tag that is there.
  sealed interface Change extends TagAction {
    /// Changes the tag at `index`; false where the tag goes.
    boolean apply(FlatTags tags, int index);
  }

  /// Gives the tag to whoever does not have one of that key.
  record Add(Key key, Tag.Value value) implements TagAction {
    @Override
    public String word() {
      return "add";
    }

    void apply(FlatTags tags) {
      switch (value) {
        case Tag.Text(var text) -> tags.addString(key, Key.of(text));
        case Tag.Bool(var flag) -> tags.addBool(key, flag);
        case Tag.Int64(var number) -> tags.addInt64(key, number);
        case Tag.Float64(var number) -> tags.addFloat64(key, number);
        case Tag.Binary binary ->
            throw new IllegalStateException("a file cannot say a binary value");
      }
    }
  }

  /// Takes the tag out.
  record Drop() implements Change {
    @Override
    public String word() {
      return "drop";
    }

    @Override
    public boolean apply(FlatTags tags, int index) {
      return false;
    }
  }

  /// Puts one and the same text in the place of all values.
  record Redact(Key with) implements Change {
    @Override
    public String word() {
      return "redact";
    }

    @Override
    public boolean apply(FlatTags tags, int index) {
      tags.replace(index, with);
      return true;
    }
  }

  /// Puts a hash in the place of the value: equal values can still be found and joined.
  record Hash(KeyedHash hash) implements Change {
    @Override
    public String word() {
      return "hash";
    }

    @Override
    public boolean apply(FlatTags tags, int index) {
      tags.replace(index, hash.of(tags, index));
      return true;
    }
  }
}
