package io.jaegerstack.fuzzing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Inputs with names, in a text file that people can read: `name: bytes` on each line, `#` before a
/// remark. Bytes are printable ASCII as it is, and `\x` with two digits for any other.
final class Corpus {
  /// Where a module's corpus is, seen from its folder.
  static final Path FOLDER = Path.of("src", "test", "resources", "fuzz");

  private static final String BETWEEN = ": ";

  static Path file(FuzzTarget<?> target) {
    return FOLDER.resolve(target.slug() + ".txt");
  }

  /// The inputs of a file by their names; none where it does not exist.
  static SequencedMap<String, byte[]> read(Path file) {
    var inputs = new LinkedHashMap<String, byte[]>();
    if (!Files.exists(file)) {
      return inputs;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        int colon = line.indexOf(BETWEEN);
        if (line.startsWith("#") || line.isBlank()) {
          continue;
        }
        if (colon < 1 || inputs.put(line.substring(0, colon), bytes(line, colon)) != null) {
          throw new IllegalArgumentException(
              "%s: \"%s\", expected a new name, a colon and bytes".formatted(file, line));
        }
      }
      return inputs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, Map<String, byte[]> inputs) {
    String lines =
        inputs.entrySet().stream()
            .map(input -> input.getKey() + BETWEEN + text(input.getValue()) + "\n")
            .collect(Collectors.joining());
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String line, int colon) {
    var bytes = new ByteArrayOutputStream();
    for (int i = colon + BETWEEN.length(); i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\') {
        bytes.write(Integer.parseInt(line.substring(i + 2, i + 4), 16));
        i += 3;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toByteArray();
  }

  /// The form of `bytes` in a file.
  static String text(byte[] bytes) {
    var text = new StringBuilder();
    for (char c : new String(bytes, StandardCharsets.ISO_8859_1).toCharArray()) {
      boolean isPlain = c > ' ' && c < 0x7f && c != '\\';
      text.append(isPlain ? c : "\\x%02x".formatted((int) c));
    }
    return text.toString();
  }

  private Corpus() {}
}
