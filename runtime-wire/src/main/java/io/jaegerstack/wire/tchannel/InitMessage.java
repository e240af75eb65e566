package io.jaegerstack.wire.tchannel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// First message of either side of a connection: `version:2 nh:2 (key~2 value~2){nh}`.
///
/// @param version that the sender wants, or the answerer grants
public record InitMessage(int version, SequencedMap<String, String> headers) {
  /// The only version that was ever in use.
  public static final int VERSION = 2;

  /// Where the sender can be reached; required.
  public static final String HOST_PORT = "host_port";

  /// Name of the sender for logs; required.
  public static final String PROCESS_NAME = "process_name";

  /// What a sender that takes no connections says for [#HOST_PORT].
  public static final String NOT_LISTENING = "0.0.0.0:0";

  private static final String LANGUAGE = "tchannel_language";
  private static final String LANGUAGE_VERSION = "tchannel_language_version";
  private static final String TCHANNEL_VERSION = "tchannel_version";

  /// What we say of ourselves.
  public static InitMessage of(String hostPort, String processName, String ourVersion) {
    var headers = new LinkedHashMap<String, String>();
    headers.put(HOST_PORT, hostPort);
    headers.put(PROCESS_NAME, processName);
    headers.put(LANGUAGE, "java");
    headers.put(LANGUAGE_VERSION, Runtime.version().toString());
    headers.put(TCHANNEL_VERSION, ourVersion);
    return new InitMessage(VERSION, headers);
  }

  /// The message in an init frame of either direction. Refuses versions before [#VERSION] and
  /// messages without the required headers; of equal headers the last counts.
  public static InitMessage read(Frame frame) {
    FrameCursor in = frame.payload();
    int version = in.int16();
    if (version < VERSION) {
      throw in.malformed("TChannel version is " + version + ", expected " + VERSION);
    }
    int count = in.int16();
    var headers = new LinkedHashMap<String, String>();
    for (int i = 0; i < count; i++) {
      headers.put(in.text(), in.text());
    }
    require(in, headers, HOST_PORT);
    require(in, headers, PROCESS_NAME);
    return new InitMessage(version, headers);
  }

  private static void require(FrameCursor in, Map<String, String> headers, String name) {
    if (!headers.containsKey(name)) {
      throw in.malformed("init message has no header " + name);
    }
  }

  /// @param type [FrameType#INIT_REQUEST] or [FrameType#INIT_RESPONSE]
  public Frame toFrame(int type, int id) {
    var out = new FrameBuilder(type, id).int16(version).int16(headers.size());
    headers.forEach((key, value) -> out.text(key).text(value));
    return out.toFrame();
  }
}
