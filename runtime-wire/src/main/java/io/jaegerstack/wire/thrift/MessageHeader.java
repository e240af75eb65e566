package io.jaegerstack.wire.thrift;

/// Start of a thrift message: which method is called and how.
///
/// @param type a call is 1, an answer 2 or 3, a call without an answer 4
record MessageHeader(String method, int type) {
  private static final int CALL = 1;
  private static final int ONEWAY = 4;

  boolean isCall() {
    return isCall(type);
  }

  static boolean isCall(int type) {
    return type == CALL || type == ONEWAY;
  }
}
