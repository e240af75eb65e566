package io.jaegerstack.wire.thrift;

import static io.jaegerstack.wire.thrift.ThriftType.BITS;
import static io.jaegerstack.wire.thrift.ThriftType.BOOL;
import static io.jaegerstack.wire.thrift.ThriftType.I16;
import static io.jaegerstack.wire.thrift.ThriftType.I32;
import static io.jaegerstack.wire.thrift.ThriftType.I64;
import static io.jaegerstack.wire.thrift.ThriftType.LIST;
import static io.jaegerstack.wire.thrift.ThriftType.STOP;
import static io.jaegerstack.wire.thrift.ThriftType.STRING;
import static io.jaegerstack.wire.thrift.ThriftType.STRUCT;

/// Passes Zipkin's spans, checked as [ZipkinSpanStructs] checks them, and counts what it would make
/// of them: two where client and server share one.
final class ZipkinSkim {
  private static final int CLIENT_SENT = 'c' << Byte.SIZE | 's';
  private static final int SERVER_RECEIVED = 's' << Byte.SIZE | 'r';

  /// Of the list passed last.
  int spans;

  int leftOut;

  private boolean isClient;
  private boolean isServer;

  /// Passes the arguments of `emitZipkinBatch`.
  void arguments(ThriftReader in) {
    boolean isThere = false;
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      if (field == (1 << BITS | LIST)) {
        list(in);
        isThere = true;
      } else {
        in.skip(field);
      }
    }
    if (!isThere) {
      throw ThriftReader.malformed(
          "emitZipkinBatch ends without its argument 1, a list of spans", in.position);
    }
  }

  private void list(ThriftReader in) {
    spans = 0;
    leftOut = 0;
    int size = in.structs("spans");
    for (int i = 0; i < size; i++) {
      if (!span(in)) {
        leftOut++;
      } else {
        spans += isClient && isServer ? 2 : 1;
      }
    }
  }

  private boolean span(ThriftReader in) {
    isClient = false;
    isServer = false;
    long trace = 0;
    long high = 0;
    long span = 0;
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      switch (field) {
        case 1 << BITS | I64 -> trace = in.i64();
        case 12 << BITS | I64 -> high = in.i64();
        case 4 << BITS | I64 -> span = in.i64();
        case 6 << BITS | LIST -> annotations(in);
        case 8 << BITS | LIST -> binaryAnnotations(in);
        case 9 << BITS | BOOL -> in.bool();
        default -> in.skip(field);
      }
    }
    return (trace | high) != 0 && span != 0;
  }

  private void annotations(ThriftReader in) {
    isClient = false;
    isServer = false;
    int size = in.structs("annotations");
    for (int i = 0; i < size; i++) {
      annotation(in);
    }
  }

  private void annotation(ThriftReader in) {
    int value = 0;
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      switch (field) {
        case 2 << BITS | STRING -> {
          int length = in.length();
          value = length == 2 ? in.bytes[in.position] << Byte.SIZE | in.bytes[in.position + 1] : 0;
          in.position += length;
        }
        case 3 << BITS | STRUCT -> endpoint(in);
        default -> in.skip(field);
      }
    }
    isClient |= value == CLIENT_SENT;
    isServer |= value == SERVER_RECEIVED;
  }

  private static void binaryAnnotations(ThriftReader in) {
    int size = in.structs("binary annotations");
    for (int i = 0; i < size; i++) {
      binaryAnnotation(in);
    }
  }

  private static void binaryAnnotation(ThriftReader in) {
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      switch (field) {
        case 3 << BITS | I32 -> in.i32();
        case 4 << BITS | STRUCT -> endpoint(in);
        default -> in.skip(field);
      }
    }
  }

  private static void endpoint(ThriftReader in) {
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      switch (field) {
        case 1 << BITS | I32 -> in.i32();
        case 2 << BITS | I16 -> in.i16();
        default -> in.skip(field);
      }
    }
  }
}
