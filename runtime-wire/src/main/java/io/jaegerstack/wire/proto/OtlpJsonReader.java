package io.jaegerstack.wire.proto;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.json.JsonReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// OTLP's `ExportTraceServiceRequest` as JSON to flat spans: made into protobuf first, so that
/// there is one translation and not two.
///
/// Ids are hexadecimal, 64-bit numbers are numbers or strings, unknown members are passed over. An
/// instance belongs to one thread.
public final class OtlpJsonReader {
  private static final List<String> KINDS =
      List.of(
          "SPAN_KIND_UNSPECIFIED",
          "SPAN_KIND_INTERNAL",
          "SPAN_KIND_SERVER",
          "SPAN_KIND_CLIENT",
          "SPAN_KIND_PRODUCER",
          "SPAN_KIND_CONSUMER");
  private static final List<String> CODES =
      List.of("STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR");

  private final OtlpReader reader;

  /// A reader that takes keys, service and operation names from `keys`.
  public OtlpJsonReader(InternTable keys) {
    this.reader = new OtlpReader(keys);
  }

  /// The spans of `request`.
  public SpanBatch read(byte[] request) {
    return reader.read(toProtobuf(request));
  }

  /// The same request in protobuf.
  static byte[] toProtobuf(byte[] request) {
    var in = new JsonReader(request);
    var out = new ForwardWriter();
    message(in, OtlpSchema.REQUEST, out);
    in.end();
    return out.toArray();
  }

  private static void message(JsonReader in, OtlpSchema schema, ForwardWriter out) {
    in.beginObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      OtlpSchema.Field field = schema.field(name);
      if (field == null) {
        in.skip();
      } else if (in.peek() == '[') {
        in.beginArray();
        while (in.nextElement()) {
          value(in, field, out);
        }
      } else if (!in.nextNull()) {
        value(in, field, out);
      }
    }
  }

  private static void value(JsonReader in, OtlpSchema.Field field, ForwardWriter out) {
    switch (field.type()) {
      case MESSAGE -> {
        int start = out.beginMessage(field.tag());
        message(in, Objects.requireNonNull(field.message()), out);
        out.endMessage(start);
      }
      case STRING -> out.bytesField(field.tag(), in.string().getBytes(StandardCharsets.UTF_8));
      case BASE64 -> out.bytesField(field.tag(), base64(in));
      case HEX_ID -> out.bytesField(field.tag(), hex(in));
      case INT -> varint(field, integer(in, in.numberOrString()), out);
      case ATTRIBUTE_INT -> attributeInteger(in, field, out);
      case BOOL -> varint(field, in.bool() ? 1 : 0, out);
      case SPAN_KIND -> varint(field, named(in, KINDS), out);
      case STATUS_CODE -> varint(field, named(in, CODES), out);
      case UNSIGNED_FIXED -> fixed64(field.tag(), unsigned(in), out);
      case DOUBLE ->
          fixed64(field.tag(), Double.doubleToRawLongBits(float64(in, in.numberOrString())), out);
    }
  }

  private static void varint(OtlpSchema.Field field, long value, ForwardWriter out) {
    out.varint(field.tag());
    out.varint(value);
  }

  private static void fixed64(int tag, long value, ForwardWriter out) {
    out.varint(tag);
    out.fixed64(value);
  }

  private static byte[] hex(JsonReader in) {
    String text = in.string();
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      throw in.malformed("id is \"" + shortened(text) + "\", expected hexadecimal digits,");
    }
  }

  private static byte[] base64(JsonReader in) {
    String text = in.string().replace('-', '+').replace('_', '/');
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw in.malformed("bytes are \"" + shortened(text) + "\", expected base64,");
    }
  }

  /// A whole number, also one with an exponent.
  private static long integer(JsonReader in, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return unusualInteger(in, text);
    }
  }

  private static long unusualInteger(JsonReader in, String text) {
    try {
      if (text.length() <= 64) {
        return new BigDecimal(text).longValueExact();
      }
    } catch (ArithmeticException e) {
      // Not a whole number, or too large for a long: refused below with all else.
    } catch (NumberFormatException e) {
      // Not a number: refused below with all else.
    }
    throw in.malformed("number is \"" + shortened(text) + "\", expected a 64-bit integer,");
  }

  /// The integer of an attribute. JavaScript's SDK calls every double without a fraction an integer
  /// and writes it as a bare number; what of these is beyond 64 bits stays a double, as in the
  /// SDK's protobuf. Quoted ones are from SDKs that have integers, and none are beyond.
  private static void attributeInteger(JsonReader in, OtlpSchema.Field field, ForwardWriter out) {
    boolean bare = in.peek() != '"';
    String text = in.numberOrString();
    try {
      varint(field, Long.parseLong(text), out);
    } catch (NumberFormatException e) {
      double number = bare ? float64(in, text) : 0;
      if (Math.abs(number) < 0x1p63 || Double.isInfinite(number)) {
        varint(field, unusualInteger(in, text), out);
      } else if (number == Long.MIN_VALUE) {
        varint(field, Long.MIN_VALUE, out);
      } else {
        fixed64(OtlpFields.DOUBLE_VALUE, Double.doubleToRawLongBits(number), out);
      }
    }
  }

  private static long unsigned(JsonReader in) {
    String text = in.numberOrString();
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      return integer(in, text);
    }
  }

  private static double float64(JsonReader in, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw in.malformed("number is \"" + shortened(text) + "\", expected a double,");
    }
  }

  /// An enum by its number or name; a name that nobody knows is 0, "unspecified".
  private static long named(JsonReader in, List<String> names) {
    return in.peek() == '"'
        ? Math.max(0, names.indexOf(in.string()))
        : integer(in, in.numberOrString());
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
