package io.jaegerstack.settings;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One thing that can be set: declared once, as a constant, and parsed once at start.
///
/// @param name the flag without its dashes, as Jaeger has it; two components may declare one name
///   with different defaults
/// @param unit what the number counts, or empty where the type says it
/// @param says one line for `--help` and the reference
/// @param secret taken from the environment or a file, never from the command line, and never
///   printed
public record Setting<T>(
    String name, SettingType<T> type, T byDefault, String unit, String says, boolean secret) {
  /// The end of an unlimited duration's range.
  private static final Duration YEARS = Duration.ofDays(365L * 10);

  public static Draft<Integer> integer(String name, int from, int to) {
    return new Draft<>(name, new SettingType.WholeInt(from, to), from);
  }

  public static Draft<Double> fraction(String name, double from, double to) {
    return new Draft<>(name, new SettingType.Fraction(from, to), from);
  }

  public static Draft<Boolean> flag(String name) {
    return new Draft<>(name, new SettingType.Flag(), false);
  }

  public static Draft<String> text(String name) {
    return new Draft<>(name, new SettingType.Text(), "");
  }

  /// The first word is the default.
  public static Draft<String> choice(String name, String... words) {
    return new Draft<>(name, new SettingType.Choice(List.of(words)), words[0]);
  }

  public static Draft<Duration> duration(String name, Duration from) {
    return duration(name, from, YEARS);
  }

  public static Draft<Duration> duration(String name, Duration from, Duration to) {
    return new Draft<>(name, new SettingType.Time(from, to), from);
  }

  public static Draft<ByteSize> size(String name, ByteSize from, ByteSize to) {
    return new Draft<>(name, new SettingType.Size(from, to), from);
  }

  public static Draft<HostPort> hostPort(String name, int port) {
    return new Draft<>(name, new SettingType.Address(), HostPort.anyAddress(port));
  }

  /// As [#hostPort(String, int)], and not listened on where it is empty, which it is by default.
  public static Draft<Optional<HostPort>> maybeHostPort(String name) {
    return new Draft<>(name, new SettingType.MaybeAddress(), Optional.empty());
  }

  public static Draft<String> targets(String name) {
    return new Draft<>(name, new SettingType.Targets(false), "");
  }

  /// As [#targets(String)], or nobody, which is the default.
  public static Draft<String> maybeTargets(String name) {
    return new Draft<>(name, new SettingType.Targets(true), "");
  }

  /// As [#hostPort(String, int)], also as the number of a port alone.
  public static Draft<HostPort> portOrAddress(String name, int port) {
    return new Draft<>(name, new SettingType.PortOrAddress(), HostPort.anyAddress(port));
  }

  public static Draft<List<String>> words(String name) {
    return new Draft<>(name, new SettingType.Words(), List.of());
  }

  public static Draft<Map<String, String>> tags(String name) {
    return new Draft<>(name, new SettingType.Tags(), Map.of());
  }

  /// Jaeger's rule: upper case, with `_` for `.` and `-`.
  public static String environmentName(String name) {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  public String flag() {
    return "--" + name;
  }

  public String environmentName() {
    return environmentName(name);
  }

  /// The default as one would write it, empty for empty.
  public String printedDefault() {
    return type.print(byDefault);
  }

  /// A setting being declared; ends with [#says].
  public static final class Draft<T> {
    private final String name;
    private final SettingType<T> type;
    private final T byDefault;
    private final String unit;
    private final boolean secret;

    private Draft(String name, SettingType<T> type, T byDefault) {
      this(name, type, byDefault, "", false);
    }

    private Draft(String name, SettingType<T> type, T byDefault, String unit, boolean secret) {
      this.name = name;
      this.type = type;
      this.byDefault = byDefault;
      this.unit = unit;
      this.secret = secret;
    }

    public Draft<T> byDefault(T value) {
      return new Draft<>(name, type, value, unit, secret);
    }

    public Draft<T> unit(String counted) {
      return new Draft<>(name, type, byDefault, counted, secret);
    }

    public Draft<T> secret() {
      return new Draft<>(name, type, byDefault, unit, true);
    }

    public Setting<T> says(String text) {
      return new Setting<>(name, type, byDefault, unit, text, secret);
    }
  }
}
