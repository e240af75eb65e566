package io.jaegerstack.wire.tchannel;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Headers of a call, for those who carry it: `nh:1 (hk~1 hv~1){nh}`.
public final class TransportHeaders {
  /// How the arguments are to be read; `thrift` here.
  public static final String ARG_SCHEME = "as";

  /// Name of the calling service.
  public static final String CALLER_NAME = "cn";

  /// What [#ARG_SCHEME] says of thrift.
  public static final String THRIFT = "thrift";

  private static final int MAX_HEADERS = 128;
  private static final int MAX_KEY_BYTES = 16;

  /// [#ARG_SCHEME] and [#CALLER_NAME], as far as they are there. The others are checked and not
  /// kept: a call that waits for its rest keeps its headers, and 128 of them are many objects in
  /// few bytes.
  static SequencedMap<String, String> read(FrameCursor in) {
    int count = in.int8();
    if (count > MAX_HEADERS) {
      throw in.malformed(count + " transport headers, expected at most " + MAX_HEADERS);
    }
    var keys = new HashSet<String>();
    var kept = new LinkedHashMap<String, String>();
    for (int i = 0; i < count; i++) {
      int before = in.position();
      String key = in.shortText();
      int keyBytes = in.position() - before - 1;
      if (keyBytes == 0 || keyBytes > MAX_KEY_BYTES) {
        throw in.malformed(
            "key of a transport header has %d bytes, expected 1 to %d"
                .formatted(keyBytes, MAX_KEY_BYTES));
      }
      if (!keys.add(key)) {
        throw in.malformed("transport header occurs twice");
      }
      if (key.equals(ARG_SCHEME) || key.equals(CALLER_NAME)) {
        kept.put(key, in.shortText());
      } else {
        in.pass(in.int8());
      }
    }
    return kept;
  }

  private TransportHeaders() {}
}
