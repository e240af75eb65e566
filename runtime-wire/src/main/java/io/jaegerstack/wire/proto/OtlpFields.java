package io.jaegerstack.wire.proto;

/// Tags (number and wire type) of the fields of OTLP's trace, resource and common protos.
final class OtlpFields {
  static final int RESOURCE_SPANS = 1 << 3 | ProtoReader.BYTES;

  static final int RESOURCE = 1 << 3 | ProtoReader.BYTES;
  static final int SCOPE_SPANS = 2 << 3 | ProtoReader.BYTES;

  static final int RESOURCE_ATTRIBUTES = 1 << 3 | ProtoReader.BYTES;

  static final int SCOPE = 1 << 3 | ProtoReader.BYTES;
  static final int SPANS = 2 << 3 | ProtoReader.BYTES;

  static final int SCOPE_NAME = 1 << 3 | ProtoReader.BYTES;
  static final int SCOPE_VERSION = 2 << 3 | ProtoReader.BYTES;

  static final int TRACE_ID = 1 << 3 | ProtoReader.BYTES;
  static final int SPAN_ID = 2 << 3 | ProtoReader.BYTES;
  static final int TRACE_STATE = 3 << 3 | ProtoReader.BYTES;
  static final int PARENT_SPAN_ID = 4 << 3 | ProtoReader.BYTES;
  static final int NAME = 5 << 3 | ProtoReader.BYTES;
  static final int KIND = 6 << 3 | ProtoReader.VARINT;
  static final int START_NANOS = 7 << 3 | ProtoReader.FIXED64;
  static final int END_NANOS = 8 << 3 | ProtoReader.FIXED64;
  static final int SPAN_ATTRIBUTES = 9 << 3 | ProtoReader.BYTES;
  static final int EVENTS = 11 << 3 | ProtoReader.BYTES;
  static final int LINKS = 13 << 3 | ProtoReader.BYTES;
  static final int STATUS = 15 << 3 | ProtoReader.BYTES;

  static final int EVENT_NANOS = 1 << 3 | ProtoReader.FIXED64;
  static final int EVENT_NAME = 2 << 3 | ProtoReader.BYTES;
  static final int EVENT_ATTRIBUTES = 3 << 3 | ProtoReader.BYTES;

  // A link's ids have the numbers of a span's.
  static final int LINK_ATTRIBUTES = 4 << 3 | ProtoReader.BYTES;

  static final int STATUS_MESSAGE = 2 << 3 | ProtoReader.BYTES;
  static final int STATUS_CODE = 3 << 3 | ProtoReader.VARINT;

  static final int KEY = 1 << 3 | ProtoReader.BYTES;
  static final int VALUE = 2 << 3 | ProtoReader.BYTES;

  static final int STRING_VALUE = 1 << 3 | ProtoReader.BYTES;
  static final int BOOL_VALUE = 2 << 3 | ProtoReader.VARINT;
  static final int INT_VALUE = 3 << 3 | ProtoReader.VARINT;
  static final int DOUBLE_VALUE = 4 << 3 | ProtoReader.FIXED64;
  static final int ARRAY_VALUE = 5 << 3 | ProtoReader.BYTES;
  static final int KVLIST_VALUE = 6 << 3 | ProtoReader.BYTES;
  static final int BYTES_VALUE = 7 << 3 | ProtoReader.BYTES;

  /// Elements of an array and entries of a kvlist alike.
  static final int VALUES = 1 << 3 | ProtoReader.BYTES;

  private OtlpFields() {}
}
