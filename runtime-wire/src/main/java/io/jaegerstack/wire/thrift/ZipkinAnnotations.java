package io.jaegerstack.wire.thrift;

import static io.jaegerstack.wire.thrift.ThriftType.BITS;
import static io.jaegerstack.wire.thrift.ThriftType.I64;
import static io.jaegerstack.wire.thrift.ThriftType.STOP;
import static io.jaegerstack.wire.thrift.ThriftType.STRING;
import static io.jaegerstack.wire.thrift.ThriftType.STRUCT;

import io.jaegerstack.model.FlatLog;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Key;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The annotations of one Zipkin span: four of them say when client and server sent and received,
/// the others are logs. Scratch, filled again for each span.
final class ZipkinAnnotations {
  /// When one of the four happened: the first and the last time that the span says so.
  static final class Moment {
    boolean isThere;
    long first;
    long last;

    private void add(long micros) {
      first = isThere ? first : micros;
      last = micros;
      isThere = true;
    }
  }

  static final Key CLIENT = Key.of("client");
  static final Key SERVER = Key.of("server");
  private static final FlatLog[] NO_LOGS = {};

  private final InternTable keys;
  private final ZipkinEndpoint host = new ZipkinEndpoint();
  private final List<FlatLog> logs = new ArrayList<>();

  Moment clientSent = new Moment();
  Moment clientReceived = new Moment();
  Moment serverSent = new Moment();
  Moment serverReceived = new Moment();

  /// Side of the call, where an annotation tells.
  @Nullable Key kind;

  /// Where one of the four happened, and where anything did.
  @Nullable ZipkinHost coreHost;

  @Nullable ZipkinHost anyHost;

  /// Of the first and of the last annotation, microseconds.
  long firstMicros;

  long lastMicros;
  int count;

  private long micros;
  private int valueOffset;
  private int valueLength;

  ZipkinAnnotations(InternTable keys) {
    this.keys = keys;
  }

  void clear() {
    clientSent = new Moment();
    clientReceived = new Moment();
    serverSent = new Moment();
    serverReceived = new Moment();
    logs.clear();
    kind = null;
    coreHost = null;
    anyHost = null;
    count = 0;
  }

  /// The list at the position.
  void read(ThriftReader in) {
    clear();
    int size = in.structs("annotations");
    for (int i = 0; i < size; i++) {
      one(in);
      take(in);
    }
  }

  private void one(ThriftReader in) {
    micros = 0;
    valueLength = 0;
    host.clear();
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      switch (field) {
        case 1 << BITS | I64 -> micros = in.i64();
        case 2 << BITS | STRING -> {
          valueLength = in.length();
          valueOffset = in.position;
          in.position += valueLength;
        }
        case 3 << BITS | STRUCT -> host.read(in, keys);
        default -> in.skip(field);
      }
    }
  }

  private void take(ThriftReader in) {
    firstMicros = count == 0 ? micros : firstMicros;
    lastMicros = micros;
    count++;
    Moment moment = moment(in.bytes);
    if (anyHost == null && host.hasService()) {
      anyHost = new ZipkinHost(host.service, host.ipv4);
    }
    if (moment == null) {
      if (valueLength > 0) {
        var read = ZipkinLogFields.read(in.bytes, valueOffset, valueLength);
        logs.add(new FlatLog(Micros.toNanos(micros), read));
      }
      return;
    }
    moment.add(micros);
    if (kind == null) {
      kind = moment == clientSent || moment == clientReceived ? CLIENT : SERVER;
    }
    if (coreHost == null && host.hasService()) {
      coreHost = new ZipkinHost(host.service, host.ipv4);
    }
  }

  private @Nullable Moment moment(byte[] bytes) {
    if (valueLength != 2) {
      return null;
    }
    return switch (bytes[valueOffset] << Byte.SIZE | bytes[valueOffset + 1]) {
      case 'c' << Byte.SIZE | 's' -> clientSent;
      case 'c' << Byte.SIZE | 'r' -> clientReceived;
      case 's' << Byte.SIZE | 's' -> serverSent;
      case 's' << Byte.SIZE | 'r' -> serverReceived;
      default -> null;
    };
  }

  FlatLog[] logs() {
    return logs.toArray(NO_LOGS);
  }
}
