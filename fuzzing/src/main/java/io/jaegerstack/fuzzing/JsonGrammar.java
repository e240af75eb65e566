package io.jaegerstack.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// JSON by its tokens: values are dropped, doubled, moved and replaced as a whole, so that brackets
/// keep matching.
public final class JsonGrammar implements Grammar {
  private static final int DEEPEST = 3_000;
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-0",
          "-1",
          "1e400",
          "-1e-400",
          "0.1",
          "1e3",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "18446744073709551615",
          "4294967296",
          "2147483648",
          "1".repeat(200),
          "1." + "0".repeat(100),
          "NaN",
          "Infinity",
          "\"NaN\"",
          "\"Infinity\"",
          "\"\"",
          "\"1\"",
          "\"-1\"",
          "\"1e3\"",
          "\"9223372036854775808\"",
          "\"0x1p3\"",
          "\" 1\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\udc00x\"",
          "\"\\uD83D\\uDE80\"",
          "\"\\x\"",
          "\"\\u12\"",
          "\"\t\"",
          "\"žluť\"",
          "[]",
          "{}",
          "[[]]",
          "{\"\":{}}",
          "[null]",
          "\"AAAA\"",
          "\"AA=\"",
          "\"=\"",
          "01",
          "1.",
          ".5",
          "+1",
          "-",
          "tru",
          "nul");

  private final List<byte[]> tokens;
  private final List<String> words;
  private final List<String> values;

  /// @param words of the format: names of members, values that mean something
  public JsonGrammar(List<String> words) {
    this.words =
        words.stream()
            .map(word -> latin(("\"" + word + "\"").getBytes(StandardCharsets.UTF_8)))
            .toList();
    this.tokens =
        Stream.concat(VALUES.stream(), words.stream().map(word -> "\"" + word + "\""))
            .map(value -> value.getBytes(StandardCharsets.UTF_8))
            .toList();
    this.values = tokens.stream().map(JsonGrammar::latin).toList();
  }

  @Override
  public List<byte[]> tokens() {
    return tokens;
  }

  @Override
  public byte[] changed(byte[] input, byte[] other, RandomGenerator random) {
    List<String> parts = split(input);
    int at = value(parts, random);
    if (at < 0) {
      return ByteChanges.changed(input, other, tokens, random);
    }
    int start = memberStart(parts, at);
    int end = valueEnd(parts, at);
    switch (random.nextInt(8)) {
      case 0 -> drop(parts, start, end);
      case 1 -> {
        List<String> member = List.copyOf(parts.subList(start, end));
        parts.add(start, ",");
        parts.addAll(start, member);
      }
      case 2, 3 -> replace(parts, at, end, taken(other, random));
      case 4 -> parts.set(start, start < at ? anyOf(words, random) : parts.get(start));
      case 5 -> nest(parts, at, end, random);
      default -> replace(parts, at, end, List.of(anyOf(values, random)));
    }
    return String.join("", parts).getBytes(StandardCharsets.ISO_8859_1);
  }

  /// The place of some value; -1 where there is none.
  private static int value(List<String> parts, RandomGenerator random) {
    for (int i = 0; i < parts.size(); i++) {
      int at = random.nextInt(parts.size());
      boolean isKey = at + 1 < parts.size() && parts.get(at + 1).equals(":");
      if (!isKey && !",:]}".contains(parts.get(at))) {
        return at;
      }
    }
    return -1;
  }

  /// Where the member of the value at `at` begins, with its name; an element is the value alone.
  private static int memberStart(List<String> parts, int at) {
    return at >= 2 && parts.get(at - 1).equals(":") ? at - 2 : at;
  }

  private static void drop(List<String> parts, int start, int end) {
    boolean hasNext = end < parts.size() && parts.get(end).equals(",");
    boolean hasBefore = start > 0 && parts.get(start - 1).equals(",");
    int from = !hasNext && hasBefore ? start - 1 : start;
    parts.subList(from, hasNext ? end + 1 : end).clear();
  }

  private static String anyOf(List<String> from, RandomGenerator random) {
    return from.get(random.nextInt(from.size()));
  }

  /// A character for each byte, so that whatever is no UTF-8 stays as it is.
  private static List<String> split(byte[] input) {
    String text = latin(input);
    var parts = new ArrayList<String>();
    for (int at = 0; at < text.length(); ) {
      int end = tokenEnd(text, at);
      if (text.charAt(at) > ' ') {
        parts.add(text.substring(at, end));
      }
      at = end;
    }
    return parts;
  }

  private static int tokenEnd(String text, int at) {
    int end = at + 1;
    if (text.charAt(at) == '"') {
      while (end < text.length() && text.charAt(end) != '"') {
        end += text.charAt(end) == '\\' ? 2 : 1;
      }
      return Math.min(end + 1, text.length());
    }
    while (isPart(text.charAt(at)) && end < text.length() && isPart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isPart(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '+' || c == '.';
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /// The end of the value that begins at `at`: of a bracket its own closing one.
  private static int valueEnd(List<String> parts, int at) {
    int depth = 0;
    for (int i = at; i < parts.size(); i++) {
      String part = parts.get(i);
      depth += part.equals("{") || part.equals("[") ? 1 : 0;
      depth -= part.equals("}") || part.equals("]") ? 1 : 0;
      if (depth <= 0) {
        return i + 1;
      }
    }
    return parts.size();
  }

  private static List<String> taken(byte[] other, RandomGenerator random) {
    List<String> parts = split(other);
    int at = value(parts, random);
    return at < 0 ? List.of("0") : parts.subList(at, valueEnd(parts, at));
  }

  private static void replace(List<String> parts, int at, int end, List<String> by) {
    parts.subList(at, end).clear();
    parts.addAll(at, by);
  }

  private static void nest(List<String> parts, int at, int end, RandomGenerator random) {
    int depth = 1 + random.nextInt(random.nextInt(20) == 0 ? DEEPEST : 4);
    boolean isArray = random.nextBoolean();
    parts.add(end, (isArray ? "]" : "}").repeat(depth));
    parts.add(at, (isArray ? "[" : "{\"a\":").repeat(depth));
  }
}
