package io.jaegerstack.wire.thrift;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TSet;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.jspecify.annotations.Nullable;

/// A thrift value of any type.
///
/// @param scalar of a number, a bool or a string (as a [ByteBuffer])
/// @param children of a container or a struct; a map's keys and values take turns
/// @param ids of a struct's fields, one for each child
record ThriftTree(byte type, @Nullable Object scalar, List<ThriftTree> children, List<Short> ids) {
  private static final int MOST_FIELDS = 20;
  private static final int DEEPEST = 200;
  private static final long[] TELLING = {
    0,
    1,
    -1,
    Byte.MIN_VALUE,
    Short.MIN_VALUE,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE / 1000,
    1_700_000_000_000_000L
  };
  private static final byte[] SCALARS = {
    TType.BOOL, TType.BYTE, TType.I16, TType.I32, TType.I64, TType.DOUBLE, TType.STRING
  };

  /// Where values are taken from.
  interface Donor {
    ThriftTree taken(RandomGenerator random) throws TException;
  }

  static ThriftTree read(TProtocol in, byte type) throws TException {
    return read(in, type, DEEPEST);
  }

  private static ThriftTree read(TProtocol in, byte type, int depthLeft) throws TException {
    if (depthLeft == 0) {
      throw new TException("deeper than " + DEEPEST);
    }
    var tree = new ThriftTree(type, null, new ArrayList<>(), new ArrayList<>());
    switch (type) {
      case TType.STRUCT -> tree.readFields(in, depthLeft - 1);
      case TType.LIST, TType.SET -> {
        TList list = in.readListBegin();
        tree.readElements(in, depthLeft - 1, list.size, list.elemType);
      }
      case TType.MAP -> {
        TMap map = in.readMapBegin();
        tree.readElements(in, depthLeft - 1, map.size * 2, map.keyType, map.valueType);
      }
      default -> {
        return scalar(type, readScalar(in, type));
      }
    }
    return tree;
  }

  private static ThriftTree scalar(byte type, Object value) {
    return new ThriftTree(type, value, new ArrayList<>(), new ArrayList<>());
  }

  private void readFields(TProtocol in, int depthLeft) throws TException {
    in.readStructBegin();
    for (TField field = in.readFieldBegin();
        field.type != TType.STOP;
        field = in.readFieldBegin()) {
      ids.add(field.id);
      children.add(read(in, field.type, depthLeft));
    }
    in.readStructEnd();
  }

  private void readElements(TProtocol in, int depthLeft, int count, byte... types)
      throws TException {
    for (int i = 0; i < count; i++) {
      children.add(read(in, types[i % types.length], depthLeft));
    }
  }

  private static Object readScalar(TProtocol in, byte type) throws TException {
    return switch (type) {
      case TType.BOOL -> in.readBool();
      case TType.BYTE -> in.readByte();
      case TType.I16 -> in.readI16();
      case TType.I32 -> in.readI32();
      case TType.I64 -> in.readI64();
      case TType.DOUBLE -> in.readDouble();
      case TType.STRING -> in.readBinary();
      default -> throw new TException("type " + type);
    };
  }

  void write(TProtocol out) throws TException {
    switch (type) {
      case TType.STRUCT -> {
        out.writeStructBegin(new TStruct());
        for (int i = 0; i < children.size(); i++) {
          out.writeFieldBegin(new TField("", children.get(i).type, ids.get(i)));
          children.get(i).write(out);
          out.writeFieldEnd();
        }
        out.writeFieldStop();
        out.writeStructEnd();
      }
      case TType.LIST -> out.writeListBegin(new TList(elementType(0), children.size()));
      case TType.SET -> out.writeSetBegin(new TSet(elementType(0), children.size()));
      case TType.MAP ->
          out.writeMapBegin(new TMap(elementType(0), elementType(1), children.size() / 2));
      default -> writeScalar(out);
    }
    if (type != TType.STRUCT) {
      for (ThriftTree child : children) {
        child.write(out);
      }
    }
  }

  private byte elementType(int index) {
    return children.size() > index ? children.get(index).type : TType.STRUCT;
  }

  private void writeScalar(TProtocol out) throws TException {
    switch (scalar) {
      case Boolean flag -> out.writeBool(flag);
      case Byte number -> out.writeByte(number);
      case Short number -> out.writeI16(number);
      case Integer number -> out.writeI32(number);
      case Long number -> out.writeI64(number);
      case Double number -> out.writeDouble(number);
      case ByteBuffer bytes -> out.writeBinary(bytes.duplicate());
      case null, default -> throw new TException("no scalar " + type);
    }
  }

  /// This tree with one thing changed, here or further down.
  ThriftTree changed(Donor donor, RandomGenerator random) throws TException {
    ThriftTree at = this;
    while (true) {
      if (at.children.isEmpty()) {
        at.add(at.children.size(), donor.taken(random), random);
        return this;
      }
      int index = random.nextInt(at.children.size());
      ThriftTree child = at.children.get(index);
      if (child.children.isEmpty() || random.nextInt(5) == 0) {
        at.change(index, donor, random);
        return this;
      }
      at = child;
    }
  }

  private void change(int index, Donor donor, RandomGenerator random) throws TException {
    ThriftTree child = children.get(index);
    switch (random.nextInt(8)) {
      case 0 -> remove(index);
      case 1 -> add(random.nextInt(children.size() + 1), child, random);
      case 2 -> add(random.nextInt(children.size() + 1), donor.taken(random), random);
      case 3 -> renumber(index, random);
      case 4 ->
          set(index, nested(child, 1 + random.nextInt(random.nextInt(20) == 0 ? DEEPEST : 3)));
      case 5 -> set(index, telling(SCALARS[random.nextInt(SCALARS.length)], random));
      case 6 -> set(index, donor.taken(random));
      default -> set(index, child.scalar == null ? child : telling(child.type, random));
    }
  }

  private void set(int index, ThriftTree value) {
    children.set(index, value);
  }

  private void remove(int index) {
    children.remove(index);
    if (type == TType.STRUCT) {
      ids.remove(index);
    }
  }

  private void add(int index, ThriftTree value, RandomGenerator random) {
    if (type == TType.STRUCT) {
      ids.add(index, (short) random.nextInt(MOST_FIELDS));
    }
    children.add(index, value);
  }

  private void renumber(int index, RandomGenerator random) {
    if (type == TType.STRUCT) {
      ids.set(
          index, (short) (random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(MOST_FIELDS)));
    }
  }

  private static ThriftTree nested(ThriftTree value, int depth) {
    ThriftTree outer = value;
    for (int i = 0; i < depth; i++) {
      outer =
          new ThriftTree(
              TType.STRUCT,
              null,
              new ArrayList<>(List.of(outer)),
              new ArrayList<>(List.of((short) 1)));
    }
    return outer;
  }

  private static ThriftTree telling(byte type, RandomGenerator random) {
    long number = TELLING[random.nextInt(TELLING.length)];
    return scalar(
        type,
        switch (type) {
          case TType.BOOL -> random.nextBoolean();
          case TType.BYTE -> (byte) number;
          case TType.I16 -> (short) number;
          case TType.I32 -> (int) number;
          case TType.I64 -> number;
          case TType.DOUBLE ->
              Double.longBitsToDouble(random.nextBoolean() ? number : random.nextLong());
          default -> ByteBuffer.wrap(Long.toString(number).getBytes(StandardCharsets.UTF_8));
        });
  }

  /// Some value of the tree.
  ThriftTree any(RandomGenerator random) {
    ThriftTree found = this;
    while (!found.children.isEmpty() && random.nextInt(4) != 0) {
      found = found.children.get(random.nextInt(found.children.size()));
    }
    return found;
  }
}
