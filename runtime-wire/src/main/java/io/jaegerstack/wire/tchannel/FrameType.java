package io.jaegerstack.wire.tchannel;

/// Third byte of a frame: what its payload is.
public final class FrameType {
  public static final int INIT_REQUEST = 0x01;
  public static final int INIT_RESPONSE = 0x02;
  public static final int CALL_REQUEST = 0x03;
  public static final int CALL_RESPONSE = 0x04;
  public static final int CALL_REQUEST_CONTINUE = 0x13;
  public static final int CALL_RESPONSE_CONTINUE = 0x14;
  public static final int CANCEL = 0xc0;
  public static final int CLAIM = 0xc1;
  public static final int PING_REQUEST = 0xd0;
  public static final int PING_RESPONSE = 0xd1;
  public static final int ERROR = 0xff;

  private FrameType() {}
}
