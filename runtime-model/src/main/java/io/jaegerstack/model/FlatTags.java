package io.jaegerstack.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/// Tags side by side in arrays; string and binary values are slices of [#bytes()], the request's
/// buffer.
///
/// Filled by one thread (a reader, then the pipeline's stages) and read only once it is in a queue.
/// A string value can also be a [Key] that lives outside the buffer: how a stage adds a tag without
/// copying a request.
public final class FlatTags {
  private static final int FIRST_CAPACITY = 8;
  private static final Key[] NO_KEYS = {};

  /// Set in a type code where the value is a [Key] in `keyed`, at the index that the raw value
  /// holds.
  private static final int KEYED = 0x10;

  private byte[] bytes;
  private Key[] keys;
  private byte[] types;
  private long[] raws;
  private Key[] keyed = NO_KEYS;
  private int keyedSize;
  private int size;

  /// No tags yet; slices will be of `bytes`.
  public FlatTags(byte[] bytes, int capacity) {
    this.bytes = bytes;
    this.keys = new Key[capacity];
    this.types = new byte[capacity];
    this.raws = new long[capacity];
  }

  private FlatTags(FlatTags other, int capacity) {
    this.bytes = other.bytes;
    this.keys = new Key[capacity];
    this.types = new byte[capacity];
    this.raws = new long[capacity];
    System.arraycopy(other.keys, 0, keys, 0, other.size);
    System.arraycopy(other.types, 0, types, 0, other.size);
    System.arraycopy(other.raws, 0, raws, 0, other.size);
    this.keyed = Arrays.copyOf(other.keyed, other.keyedSize);
    this.keyedSize = other.keyedSize;
    this.size = other.size;
  }

  /// The same tags from records.
  public static FlatTags of(List<Tag> tags) {
    var bytes = new GrowingBytes();
    var flat = new FlatTags(new byte[0], tags.size());
    for (Tag tag : tags) {
      flat.add(Key.of(tag.key()), tag.value(), bytes);
    }
    flat.bytes = bytes.toArray();
    return flat;
  }

  private void add(Key key, Tag.Value value, GrowingBytes target) {
    switch (value) {
      case Tag.Text(var text) ->
          addSlice(key, TagType.STRING, target, text.getBytes(StandardCharsets.UTF_8));
      case Tag.Binary(var raw) -> addSlice(key, TagType.BINARY, target, raw);
      case Tag.Bool(var flag) -> addBool(key, flag);
      case Tag.Int64(var number) -> addInt64(key, number);
      case Tag.Float64(var number) -> addFloat64(key, number);
    }
  }

  private void addSlice(Key key, TagType type, GrowingBytes target, byte[] value) {
    add(key, type.code(), slice(target.append(value), value.length));
  }

  /// Forgets all tags and reads slices from `source` from now on: a scratch instance is used again.
  public void clear(byte[] source) {
    bytes = source;
    keyed = NO_KEYS;
    keyedSize = 0;
    size = 0;
  }

  /// A copy with exactly the room it needs.
  public FlatTags trimmedCopy() {
    return new FlatTags(this, size);
  }

  /// A copy with room for `more` tags, for those who know that they will be added.
  public FlatTags copyWithRoom(int more) {
    return new FlatTags(this, size + more);
  }

  public void addString(Key key, int offset, int length) {
    add(key, TagType.STRING.code(), slice(offset, length));
  }

  /// A string whose bytes are outside the buffer.
  public void addString(Key key, Key value) {
    add(key, TagType.STRING.code() | KEYED, keep(value));
  }

  private int keep(Key value) {
    if (keyedSize == keyed.length) {
      keyed = Arrays.copyOf(keyed, Math.max(2, keyedSize * 2));
    }
    keyed[keyedSize] = value;
    return keyedSize++;
  }

  public void addBinary(Key key, int offset, int length) {
    add(key, TagType.BINARY.code(), slice(offset, length));
  }

  public void addBool(Key key, boolean value) {
    add(key, TagType.BOOL.code(), value ? 1 : 0);
  }

  public void addInt64(Key key, long value) {
    add(key, TagType.INT64.code(), value);
  }

  public void addFloat64(Key key, double value) {
    add(key, TagType.FLOAT64.code(), Double.doubleToRawLongBits(value));
  }

  private void add(Key key, int type, long raw) {
    if (size == keys.length) {
      int capacity = Math.max(FIRST_CAPACITY, size * 2);
      keys = Arrays.copyOf(keys, capacity);
      types = Arrays.copyOf(types, capacity);
      raws = Arrays.copyOf(raws, capacity);
    }
    keys[size] = key;
    types[size] = (byte) type;
    raws[size++] = raw;
  }

  /// Takes out the tag at `index`; the others keep their order.
  public void remove(int index) {
    int rest = size - index - 1;
    System.arraycopy(keys, index + 1, keys, index, rest);
    System.arraycopy(types, index + 1, types, index, rest);
    System.arraycopy(raws, index + 1, raws, index, rest);
    size--;
  }

  /// Keeps the tags whose index `which` lets pass, in their order; it is asked once for each, first
  /// to last, and may [#replace(int, Key)] that tag meanwhile. One pass, however many go.
  public void keep(IntPredicate which) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (which.test(i)) {
        keys[kept] = keys[i];
        types[kept] = types[i];
        raws[kept++] = raws[i];
      }
    }
    size = kept;
  }

  /// Gives the tag at `index` a string value that is outside the buffer.
  public void replace(int index, Key value) {
    types[index] = (byte) (TagType.STRING.code() | KEYED);
    raws[index] = keep(value);
  }

  private static long slice(int offset, int length) {
    return (long) offset << 32 | length;
  }

  public int size() {
    return size;
  }

  public Key key(int index) {
    return keys[index];
  }

  public TagType type(int index) {
    return TagType.of(types[index] & (KEYED - 1));
  }

  /// Index of the first tag called `key`, or -1.
  public int indexOf(Key key) {
    for (int i = 0; i < size; i++) {
      if (keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /// The array that holds a string or binary value: from [#offset(int)], [#length(int)] bytes of
  /// it.
  public byte[] source(int index) {
    return isKeyed(index) ? keyed[(int) raws[index]].bytes() : bytes;
  }

  public int offset(int index) {
    return isKeyed(index) ? 0 : (int) (raws[index] >>> 32);
  }

  public int length(int index) {
    return isKeyed(index) ? keyed[(int) raws[index]].length() : (int) raws[index];
  }

  private boolean isKeyed(int index) {
    return (types[index] & KEYED) != 0;
  }

  /// An int64 as it is, a bool as 0 or 1, a float64 as its bits.
  public long number(int index) {
    return raws[index];
  }

  public boolean bool(int index) {
    return raws[index] != 0;
  }

  public double float64(int index) {
    return Double.longBitsToDouble(raws[index]);
  }

  /// A string value as text; bytes that are not UTF-8 become U+FFFD.
  public String text(int index) {
    return isKeyed(index)
        ? keyed[(int) raws[index]].text()
        : new String(bytes, offset(index), length(index), StandardCharsets.UTF_8);
  }

  /// The tag at `index` as a record.
  public Tag tag(int index) {
    String key = keys[index].text();
    return switch (type(index)) {
      case STRING -> Tag.of(key, text(index));
      case BOOL -> Tag.of(key, bool(index));
      case INT64 -> Tag.of(key, number(index));
      case FLOAT64 -> Tag.of(key, float64(index));
      case BINARY ->
          new Tag(
              key,
              new Tag.Binary(
                  Arrays.copyOfRange(bytes, offset(index), offset(index) + length(index))));
    };
  }

  /// All tags as records.
  public List<Tag> toList() {
    var tags = new ArrayList<Tag>(size);
    for (int i = 0; i < size; i++) {
      tags.add(tag(i));
    }
    return tags;
  }
}
