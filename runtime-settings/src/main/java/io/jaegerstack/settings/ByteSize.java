package io.jaegerstack.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A number of bytes, written as a plain number or with a unit (`KiB`, `MiB`, `GiB`, also `Ki`,
/// `Mi`, `Gi` as Kubernetes writes them; `kB`, `MB`, `GB` are powers of ten).
public record ByteSize(long bytes) implements Comparable<ByteSize> {
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,15})\\s*([a-z]{0,3})");

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size of " + bytes + " bytes, expected 0 or more");
    }
  }

  public static ByteSize bytes(long bytes) {
    return new ByteSize(bytes);
  }

  public static ByteSize kib(long kib) {
    return new ByteSize(Math.multiplyExact(kib, 1024L));
  }

  public static ByteSize mib(long mib) {
    return new ByteSize(Math.multiplyExact(mib, 1024L * 1024));
  }

  /// Empty for anything that is not a size, and for sizes beyond 2^63-1.
  public static Optional<ByteSize> parse(String text) {
    var written = WRITTEN.matcher(text.toLowerCase(Locale.ROOT));
    if (!written.matches()) {
      return Optional.empty();
    }
    long unit =
        switch (written.group(2)) {
          case "", "b" -> 1L;
          case "ki", "kib" -> 1L << 10;
          case "mi", "mib" -> 1L << 20;
          case "gi", "gib" -> 1L << 30;
          case "k", "kb" -> 1_000L;
          case "m", "mb" -> 1_000_000L;
          case "g", "gb" -> 1_000_000_000L;
          default -> 0L;
        };
    long amount = Long.parseLong(written.group(1));
    if (unit == 0 || Math.multiplyHigh(amount, unit) != 0 || amount * unit < 0) {
      return Optional.empty();
    }
    return Optional.of(new ByteSize(amount * unit));
  }

  /// The size as an array length.
  ///
  /// @throws ArithmeticException above 2^31-1 bytes
  public int toInt() {
    return Math.toIntExact(bytes);
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /// In the largest unit that leaves a whole number.
  @Override
  public String toString() {
    for (int shift = 30; shift >= 10; shift -= 10) {
      if (bytes > 0 && bytes % (1L << shift) == 0) {
        return (bytes >> shift) + (shift == 30 ? "GiB" : shift == 20 ? "MiB" : "KiB");
      }
    }
    return Long.toString(bytes);
  }
}
