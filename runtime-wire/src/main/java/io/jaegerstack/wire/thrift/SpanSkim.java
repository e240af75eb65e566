package io.jaegerstack.wire.thrift;

import static io.jaegerstack.wire.thrift.ThriftType.BITS;
import static io.jaegerstack.wire.thrift.ThriftType.I32;
import static io.jaegerstack.wire.thrift.ThriftType.I64;
import static io.jaegerstack.wire.thrift.ThriftType.LIST;
import static io.jaegerstack.wire.thrift.ThriftType.STOP;
import static io.jaegerstack.wire.thrift.ThriftType.STRING;

/// Passes `Span`s of jaeger.thrift, checked as [SpanStructs] checks them and built nowhere.
final class SpanSkim {
  private final TagSkim tags;

  SpanSkim(TagSkim tags) {
    this.tags = tags;
  }

  /// Passes the span at the position; whether it has the ids that a span needs.
  boolean span(ThriftReader in) {
    long trace = 0;
    long high = 0;
    long span = 0;
    int seen = 0;
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      switch (field) {
        case 1 << BITS | I64 -> trace = in.i64();
        case 2 << BITS | I64 -> high = in.i64();
        case 3 << BITS | I64 -> span = in.i64();
        default -> {
          if (!other(in, field)) {
            continue;
          }
        }
      }
      seen |= 1 << id;
    }
    SpanStructs.SPAN.check(seen, in.position);
    return (trace | high) != 0 && span != 0;
  }

  /// Passes a field that is not of the span's identity; whether it is one that a span has.
  private boolean other(ThriftReader in, int field) {
    switch (field) {
      case 4 << BITS | I64, 8 << BITS | I64, 9 << BITS | I64 -> in.i64();
      case 5 << BITS | STRING -> in.passText();
      case 7 << BITS | I32 -> in.i32();
      case 6 << BITS | LIST -> references(in);
      case 10 << BITS | LIST -> tags.list(in);
      case 11 << BITS | LIST -> logs(in);
      default -> {
        in.skip(field);
        return false;
      }
    }
    return true;
  }

  private static void references(ThriftReader in) {
    int size = in.structs("references");
    for (int i = 0; i < size; i++) {
      reference(in);
    }
  }

  private static void reference(ThriftReader in) {
    int seen = 0;
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      switch (field) {
        case 1 << BITS | I32 -> in.i32();
        case 2 << BITS | I64, 3 << BITS | I64, 4 << BITS | I64 -> in.i64();
        default -> {
          in.skip(field);
          continue;
        }
      }
      seen |= 1 << id;
    }
    SpanStructs.REFERENCE.check(seen, in.position);
  }

  private void logs(ThriftReader in) {
    int size = in.structs("logs");
    for (int i = 0; i < size; i++) {
      log(in);
    }
  }

  private void log(ThriftReader in) {
    int seen = 0;
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      switch (field) {
        case 1 << BITS | I64 -> in.i64();
        case 2 << BITS | LIST -> tags.list(in);
        default -> {
          in.skip(field);
          continue;
        }
      }
      seen |= 1 << id;
    }
    SpanStructs.LOG.check(seen, in.position);
  }
}
