package io.jaegerstack.wire.proto;

/// Tags (number and wire type) of the fields of Jaeger's model.proto and collector.proto.
final class ApiV2Fields {
  static final int REQUEST_BATCH = 1 << 3 | ProtoReader.BYTES;

  static final int BATCH_SPANS = 1 << 3 | ProtoReader.BYTES;
  static final int BATCH_PROCESS = 2 << 3 | ProtoReader.BYTES;

  static final int SERVICE_NAME = 1 << 3 | ProtoReader.BYTES;
  static final int PROCESS_TAGS = 2 << 3 | ProtoReader.BYTES;

  // Trace id, span id and type have these numbers in spans and references alike.
  static final int TRACE_ID = 1 << 3 | ProtoReader.BYTES;
  static final int SPAN_ID = 2 << 3 | ProtoReader.BYTES;
  static final int REFERENCE_TYPE = 3 << 3 | ProtoReader.VARINT;

  static final int OPERATION = 3 << 3 | ProtoReader.BYTES;
  static final int SPAN_REFERENCES = 4 << 3 | ProtoReader.BYTES;
  static final int FLAGS = 5 << 3 | ProtoReader.VARINT;
  static final int START_TIME = 6 << 3 | ProtoReader.BYTES;
  static final int DURATION = 7 << 3 | ProtoReader.BYTES;
  static final int SPAN_TAGS = 8 << 3 | ProtoReader.BYTES;
  static final int SPAN_LOGS = 9 << 3 | ProtoReader.BYTES;
  static final int SPAN_PROCESS = 10 << 3 | ProtoReader.BYTES;

  static final int LOG_TIME = 1 << 3 | ProtoReader.BYTES;
  static final int LOG_FIELDS = 2 << 3 | ProtoReader.BYTES;

  static final int TAG_KEY = 1 << 3 | ProtoReader.BYTES;
  static final int TAG_TYPE = 2 << 3 | ProtoReader.VARINT;
  static final int TAG_STRING = 3 << 3 | ProtoReader.BYTES;
  static final int TAG_BOOL = 4 << 3 | ProtoReader.VARINT;
  static final int TAG_INT64 = 5 << 3 | ProtoReader.VARINT;
  static final int TAG_FLOAT64 = 6 << 3 | ProtoReader.FIXED64;
  static final int TAG_BINARY = 7 << 3 | ProtoReader.BYTES;

  static final int SECONDS = 1 << 3 | ProtoReader.VARINT;
  static final int NANOS = 2 << 3 | ProtoReader.VARINT;
  static final long NANOS_PER_SECOND = 1_000_000_000;

  private ApiV2Fields() {}
}
