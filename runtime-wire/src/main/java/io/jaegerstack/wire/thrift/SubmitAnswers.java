package io.jaegerstack.wire.thrift;

/// Results of `Collector.submitBatches` and `ZipkinCollector.submitZipkinBatch`: a list of structs
/// with one bool, `ok`, for each batch or Zipkin span.
public final class SubmitAnswers {
  /// Bytes of one element: a field of type bool, and the end of its struct.
  private static final int ELEMENT_BYTES = 5;

  private static final int AROUND = 9;

  /// Says of each of `parts` that it was taken.
  public static byte[] taken(int parts) {
    var out = new ThriftWriter(AROUND + parts * ELEMENT_BYTES);
    out.field(0, ThriftType.LIST).list(ThriftType.STRUCT, parts);
    for (int i = 0; i < parts; i++) {
      out.field(1, ThriftType.BOOL).bool(true);
      out.stop();
    }
    out.stop();
    return out.toBytes();
  }

  /// How many parts a result in the binary protocol says were taken.
  ///
  /// @param result from byte `offset` to its end
  public static int readTaken(byte[] result, int offset) {
    var in = new BinaryReader();
    in.begin(result, offset);
    int taken = 0;
    int id = 0;
    for (int field = in.field(id); field != ThriftType.STOP; field = in.field(id)) {
      id = field >> ThriftType.BITS;
      if (field != ThriftType.LIST) {
        in.skip(field);
        continue;
      }
      int size = in.structs("answers");
      for (int i = 0; i < size; i++) {
        taken += isTaken(in) ? 1 : 0;
      }
    }
    return taken;
  }

  private static boolean isTaken(ThriftReader in) {
    boolean taken = false;
    int id = 0;
    for (int field = in.field(id); field != ThriftType.STOP; field = in.field(id)) {
      id = field >> ThriftType.BITS;
      if (field == (1 << ThriftType.BITS | ThriftType.BOOL)) {
        taken = in.bool();
      } else {
        in.skip(field);
      }
    }
    return taken;
  }

  private SubmitAnswers() {}
}
