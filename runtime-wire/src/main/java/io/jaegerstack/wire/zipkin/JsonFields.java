package io.jaegerstack.wire.zipkin;

import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.json.JsonReader;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter.Endpoint;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter.Slice;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// What both of Zipkin's models in JSON have in common: ids, times and endpoints. Of members that
/// come twice the last counts, unknown ones are passed over, null is as good as absent.
final class JsonFields {
  private static final int ID_DIGITS = 16;
  private static final int MAX_DIGITS = 2 * ID_DIGITS;
  private static final int MAX_QUOTED = 40;

  /// Beyond it a double does not name one whole number.
  private static final double MAX_EXACT = 0x1p53;

  private static final byte[] MAPPED_IPV4 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private final JsonReader in;

  JsonFields(JsonReader in) {
    this.in = in;
  }

  /// Text as UTF-8.
  static Slice slice(String text) {
    return Slice.of(text.getBytes(StandardCharsets.UTF_8));
  }

  void traceId(ZipkinSpanWriter out) {
    String digits = hexadecimal("traceId", in.string());
    int split = Math.max(0, digits.length() - ID_DIGITS);
    long high = split == 0 ? 0 : HexFormat.fromHexDigitsToLong(digits, 0, split);
    out.traceId(high, HexFormat.fromHexDigitsToLong(digits, split, digits.length()));
  }

  void spanId(ZipkinSpanWriter out) {
    out.spanId(id("id", in.string()));
  }

  /// The parent's id; an empty one is none.
  void parent(ZipkinSpanWriter out) {
    String text = in.string();
    if (!text.isEmpty()) {
      out.parent(id("parentId", text));
    }
  }

  /// Some ids of spans are as long as a trace id; what is before their last 16 digits is padding.
  private long id(String member, String text) {
    String digits = hexadecimal(member, text);
    int split = Math.max(0, digits.length() - ID_DIGITS);
    return HexFormat.fromHexDigitsToLong(digits, split, digits.length());
  }

  private String hexadecimal(String member, String text) {
    if (text.isEmpty()
        || text.length() > MAX_DIGITS
        || !text.chars().allMatch(HexFormat::isHexDigit)) {
      throw unexpected(member, text, "1 to " + MAX_DIGITS + " hexadecimal digits");
    }
    return text;
  }

  long wholeNumber(String member) {
    return wholeNumber(member, in.numberOrString());
  }

  /// A number without a fraction, also where it is written with a point or an exponent.
  long wholeNumber(String member, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notPlain) {
      double number = number(member, text);
      if (number != Math.rint(number) || Math.abs(number) > MAX_EXACT) {
        throw unexpected(member, text, "a whole number of 64 bits");
      }
      return (long) number;
    }
  }

  double number(String member, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException notOne) {
      throw unexpected(member, text, "a number");
    }
  }

  /// An endpoint; one that says nothing is none.
  @Nullable Endpoint endpoint() {
    Slice service = Slice.EMPTY;
    int ipv4 = 0;
    byte[] ipv6 = null;
    int port = 0;
    in.beginObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      if (in.nextNull()) {
        continue;
      }
      switch (name) {
        case "serviceName" -> service = slice(in.string());
        case "ipv4" -> ipv4 = ipv4(in.string());
        case "ipv6" -> ipv6 = ipv6(in.string());
        case "port" -> port = port();
        default -> in.skip();
      }
    }
    boolean isEmpty = service.length() == 0 && ipv4 == 0 && ipv6 == null && port == 0;
    return isEmpty ? null : new Endpoint(service, ipv4, ipv6, port);
  }

  private int ipv4(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    byte[] address = null;
    try {
      var read = Inet4Address.ofLiteral(text);
      address = text.equals(read.getHostAddress()) ? read.getAddress() : null;
    } catch (IllegalArgumentException notOne) {
      // Said below.
    }
    if (address == null) {
      throw unexpected("ipv4", text, "four numbers with dots between them");
    }
    int ipv4 = 0;
    for (byte part : address) {
      ipv4 = ipv4 << Byte.SIZE | part & 0xff;
    }
    return ipv4;
  }

  private byte @Nullable [] ipv6(String text) {
    if (text.isEmpty()) {
      return null;
    }
    InetAddress address = null;
    try {
      // A zone would be looked up among this machine's interfaces, and is not the sender's.
      address = text.contains("%") ? null : Inet6Address.ofLiteral(text);
    } catch (IllegalArgumentException notOne) {
      // Said below.
    }
    if (address == null) {
      throw unexpected("ipv6", text, "an IPv6 address");
    }
    byte[] bytes = address.getAddress();
    if (bytes.length == MAPPED_IPV4.length + Integer.BYTES) {
      return bytes;
    }
    var mapped = new byte[MAPPED_IPV4.length + bytes.length];
    System.arraycopy(MAPPED_IPV4, 0, mapped, 0, MAPPED_IPV4.length);
    System.arraycopy(bytes, 0, mapped, MAPPED_IPV4.length, bytes.length);
    return mapped;
  }

  private int port() {
    String text = in.numberOrString();
    long port = wholeNumber("port", text);
    if (port < 0 || port > 0xffff) {
      throw unexpected("port", text, "0 to 65535");
    }
    return (int) port;
  }

  WireFormatException unexpected(String member, String value, String expected) {
    String brief = value.length() <= MAX_QUOTED ? value : value.substring(0, MAX_QUOTED) + "…";
    return in.malformed("%s is \"%s\", expected %s,".formatted(member, brief, expected));
  }
}
