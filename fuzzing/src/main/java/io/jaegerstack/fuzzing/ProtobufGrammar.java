package io.jaegerstack.fuzzing;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Protobuf as a tree without a schema: fields are dropped, doubled, moved, retyped and nested, and
/// all lengths around them stay right.
public final class ProtobufGrammar implements Grammar {
  private static final int LENGTH_DELIMITED = 2;
  private static final int DEEPEST = 300;
  private static final List<byte[]> TOKENS =
      List.of(
          ByteChanges.varint(-1),
          new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f},
          new byte[] {0x0b},
          new byte[] {0x0c},
          new byte[] {0x0a, 0});

  @Override
  public List<byte[]> tokens() {
    return TOKENS;
  }

  @Override
  public byte[] changed(byte[] input, byte[] other, RandomGenerator random) {
    List<ProtobufField> fields = ProtobufField.parse(input);
    if (fields == null || fields.isEmpty()) {
      return ByteChanges.changed(input, other, TOKENS, random);
    }
    List<ProtobufField> siblings = fields;
    while (true) {
      int at = random.nextInt(siblings.size());
      ProtobufField field = siblings.get(at);
      if (field.fields().isEmpty() || random.nextInt(4) == 0) {
        change(siblings, at, other, random);
        return ProtobufField.written(fields);
      }
      siblings = field.fields();
    }
  }

  private static void change(
      List<ProtobufField> siblings, int at, byte[] other, RandomGenerator random) {
    ProtobufField field = siblings.get(at);
    switch (random.nextInt(9)) {
      case 0 -> siblings.remove(at);
      case 1 -> siblings.add(random.nextInt(siblings.size() + 1), field);
      case 2 -> siblings.set(at, field.with(1 + random.nextInt(16)));
      case 3 -> siblings.set(at, field.retyped(random));
      case 4 ->
          siblings.set(
              at, nested(field, 1 + random.nextInt(random.nextInt(20) == 0 ? DEEPEST : 3)));
      case 5 -> siblings.add(siblings.remove(at == 0 ? siblings.size() - 1 : 0));
      case 6 ->
          siblings.add(
              new ProtobufField(
                  1 + random.nextInt(16), field.type(), field.value(), field.fields()));
      default -> {
        List<ProtobufField> others = random.nextBoolean() ? ProtobufField.parse(other) : null;
        ProtobufField found = others == null ? null : anyOf(others, random);
        int number = found == null || random.nextBoolean() ? field.number() : found.number();
        siblings.set(at, found == null ? field.changed(random) : found.with(number));
      }
    }
  }

  private static ProtobufField nested(ProtobufField field, int depth) {
    ProtobufField outer = field;
    for (int i = 0; i < depth; i++) {
      var inner = new ArrayList<ProtobufField>();
      inner.add(outer);
      outer = new ProtobufField(field.number(), LENGTH_DELIMITED, new byte[0], inner);
    }
    return outer;
  }

  private static @Nullable ProtobufField anyOf(List<ProtobufField> fields, RandomGenerator random) {
    List<ProtobufField> siblings = fields;
    ProtobufField found = null;
    while (!siblings.isEmpty()) {
      found = siblings.get(random.nextInt(siblings.size()));
      if (random.nextInt(3) == 0) {
        return found;
      }
      siblings = found.fields();
    }
    return found;
  }
}
