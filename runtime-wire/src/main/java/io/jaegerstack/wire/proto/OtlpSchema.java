package io.jaegerstack.wire.proto;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The messages of OTLP's traces as JSON names them, each field with its tag in protobuf. Names are
/// understood in both forms that protobuf's JSON allows (`traceId`, `trace_id`).
final class OtlpSchema {
  /// How a field's JSON value becomes protobuf.
  enum Type {
    MESSAGE,
    STRING,
    BASE64,
    HEX_ID,
    INT,
    ATTRIBUTE_INT,
    UNSIGNED_FIXED,
    DOUBLE,
    BOOL,
    SPAN_KIND,
    STATUS_CODE
  }

  record Field(int tag, Type type, @Nullable OtlpSchema message) {}

  static final OtlpSchema REQUEST = new OtlpSchema();

  static {
    var value = new OtlpSchema();
    var keyValue =
        new OtlpSchema()
            .field("key", OtlpFields.KEY, Type.STRING)
            .message("value", OtlpFields.VALUE, value);
    var array = new OtlpSchema().message("values", OtlpFields.VALUES, value);
    var kvlist = new OtlpSchema().message("values", OtlpFields.VALUES, keyValue);
    value
        .field("stringValue", OtlpFields.STRING_VALUE, Type.STRING)
        .field("boolValue", OtlpFields.BOOL_VALUE, Type.BOOL)
        .field("intValue", OtlpFields.INT_VALUE, Type.ATTRIBUTE_INT)
        .field("doubleValue", OtlpFields.DOUBLE_VALUE, Type.DOUBLE)
        .field("bytesValue", OtlpFields.BYTES_VALUE, Type.BASE64)
        .message("arrayValue", OtlpFields.ARRAY_VALUE, array)
        .message("kvlistValue", OtlpFields.KVLIST_VALUE, kvlist);
    var scopeSpans =
        new OtlpSchema()
            .message("scope", OtlpFields.SCOPE, scope())
            .message("spans", OtlpFields.SPANS, span(keyValue));
    var resource = new OtlpSchema().message("attributes", OtlpFields.RESOURCE_ATTRIBUTES, keyValue);
    var resourceSpans =
        new OtlpSchema()
            .message("resource", OtlpFields.RESOURCE, resource)
            .message("scopeSpans", OtlpFields.SCOPE_SPANS, scopeSpans);
    REQUEST.message("resourceSpans", OtlpFields.RESOURCE_SPANS, resourceSpans);
  }

  private final Map<String, Field> fields = new HashMap<>();

  private static OtlpSchema scope() {
    return new OtlpSchema()
        .field("name", OtlpFields.SCOPE_NAME, Type.STRING)
        .field("version", OtlpFields.SCOPE_VERSION, Type.STRING);
  }

  private static OtlpSchema span(OtlpSchema keyValue) {
    var event =
        new OtlpSchema()
            .field("timeUnixNano", OtlpFields.EVENT_NANOS, Type.UNSIGNED_FIXED)
            .field("name", OtlpFields.EVENT_NAME, Type.STRING)
            .message("attributes", OtlpFields.EVENT_ATTRIBUTES, keyValue);
    var link =
        new OtlpSchema()
            .field("traceId", OtlpFields.TRACE_ID, Type.HEX_ID)
            .field("spanId", OtlpFields.SPAN_ID, Type.HEX_ID)
            .message("attributes", OtlpFields.LINK_ATTRIBUTES, keyValue);
    var status =
        new OtlpSchema()
            .field("message", OtlpFields.STATUS_MESSAGE, Type.STRING)
            .field("code", OtlpFields.STATUS_CODE, Type.STATUS_CODE);
    return new OtlpSchema()
        .field("traceId", OtlpFields.TRACE_ID, Type.HEX_ID)
        .field("spanId", OtlpFields.SPAN_ID, Type.HEX_ID)
        .field("traceState", OtlpFields.TRACE_STATE, Type.STRING)
        .field("parentSpanId", OtlpFields.PARENT_SPAN_ID, Type.HEX_ID)
        .field("name", OtlpFields.NAME, Type.STRING)
        .field("kind", OtlpFields.KIND, Type.SPAN_KIND)
        .field("startTimeUnixNano", OtlpFields.START_NANOS, Type.UNSIGNED_FIXED)
        .field("endTimeUnixNano", OtlpFields.END_NANOS, Type.UNSIGNED_FIXED)
        .message("attributes", OtlpFields.SPAN_ATTRIBUTES, keyValue)
        .message("events", OtlpFields.EVENTS, event)
        .message("links", OtlpFields.LINKS, link)
        .message("status", OtlpFields.STATUS, status);
  }

  /// The field that JSON calls `name`, or null where it is none that matters here.
  @Nullable Field field(String name) {
    return fields.get(name);
  }

  private OtlpSchema field(String name, int tag, Type type) {
    return add(name, new Field(tag, type, null));
  }

  private OtlpSchema message(String name, int tag, OtlpSchema message) {
    return add(name, new Field(tag, Type.MESSAGE, message));
  }

  private OtlpSchema add(String name, Field field) {
    fields.put(name, field);
    fields.put(name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT), field);
    return this;
  }
}
