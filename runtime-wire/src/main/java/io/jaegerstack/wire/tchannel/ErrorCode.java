package io.jaegerstack.wire.tchannel;

/// Why a call was not made, or a connection ends.
public enum ErrorCode {
  /// Not answered within the caller's time.
  TIMEOUT(0x01),
  /// The caller took the call back.
  CANCELLED(0x02),
  /// Too much to do; nothing was done, and another node or a later time may do.
  BUSY(0x03),
  /// Not now, for another reason than load; nothing was done.
  DECLINED(0x04),
  /// Something broke; the call may or may not have been made.
  UNEXPECTED(0x05),
  /// The call is wrong, and would be so again.
  BAD_REQUEST(0x06),
  NETWORK(0x07),
  /// A relay found the node behind it unhealthy.
  UNHEALTHY(0x08),
  /// The peer does not speak the protocol; the connection ends.
  PROTOCOL(0xff),
  /// A number that the protocol does not have.
  UNKNOWN(0x00);

  private final int code;

  ErrorCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static ErrorCode of(int code) {
    for (ErrorCode each : values()) {
      if (each.code == code) {
        return each;
      }
    }
    return UNKNOWN;
  }
}
