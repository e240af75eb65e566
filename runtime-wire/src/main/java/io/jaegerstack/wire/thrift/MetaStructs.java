package io.jaegerstack.wire.thrift;

import java.nio.charset.StandardCharsets;

/// Structs of `Meta`, the service with which TChannel's peers ask each other for their health.
public final class MetaStructs {
  /// `HealthRequestType.TRAFFIC`: whether calls are welcome; any other asks for the process only.
  private static final int TRAFFIC = 1;

  /// Whether the arguments of `Meta.health`, from byte `offset` on, ask about traffic.
  public static boolean asksForTraffic(byte[] arguments, int offset) {
    var in = new BinaryReader();
    in.begin(arguments, offset);
    boolean traffic = false;
    int id = 0;
    for (int field = in.field(id); field != ThriftType.STOP; field = in.field(id)) {
      id = field >> ThriftType.BITS;
      if (field == (1 << ThriftType.BITS | ThriftType.STRUCT)) {
        traffic = isTraffic(in);
      } else {
        in.skip(field);
      }
    }
    return traffic;
  }

  private static boolean isTraffic(ThriftReader in) {
    boolean traffic = false;
    int id = 0;
    for (int field = in.field(id); field != ThriftType.STOP; field = in.field(id)) {
      id = field >> ThriftType.BITS;
      if (field == (1 << ThriftType.BITS | ThriftType.I32)) {
        traffic = in.i32() == TRAFFIC;
      } else {
        in.skip(field);
      }
    }
    return traffic;
  }

  /// The result of `Meta.health`.
  public static byte[] health(boolean ok, String message) {
    var out = new ThriftWriter(64);
    out.field(0, ThriftType.STRUCT);
    out.field(1, ThriftType.BOOL).bool(ok);
    if (!message.isEmpty()) {
      out.field(2, ThriftType.STRING).binary(message.getBytes(StandardCharsets.UTF_8));
    }
    out.stop();
    out.stop();
    return out.toBytes();
  }

  private MetaStructs() {}
}
