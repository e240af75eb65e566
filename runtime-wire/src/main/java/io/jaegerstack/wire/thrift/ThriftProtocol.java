package io.jaegerstack.wire.thrift;

/// How thrift structs are laid out as bytes.
public enum ThriftProtocol {
  /// Variable-length integers; UDP port 6831.
  COMPACT,

  /// Fixed-length integers, with or without a version word; UDP port 6832 and HTTP.
  BINARY
}
