package io.jaegerstack.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What values a setting takes, how they are written and how they read in `--help`.
public sealed interface SettingType<T> {
  /// One word for tables: `int`, `duration`, `list`.
  String kind();

  /// What is expected, for messages: `a whole number from 1 to 1000000`.
  String expected();

  /// Reads `text`; `environment` is for values that refer to it (`${NODE_NAME}`).
  ///
  /// @throws SettingException with value and expectation
  T parse(String text, Map<String, String> environment);

  /// The value as one would write it on the command line.
  default String print(T value) {
    return value.toString();
  }

  private static SettingException refused(String text, SettingType<?> type) {
    return new SettingException(
        "is \"%s\", expected %s".formatted(UserInfo.masked(text), type.expected()));
  }

  record WholeInt(int from, int to) implements SettingType<Integer> {
    @Override
    public String kind() {
      return "int";
    }

    @Override
    public String expected() {
      return "a whole number from %d to %d".formatted(from, to);
    }

    @Override
    public Integer parse(String text, Map<String, String> environment) {
      try {
        int value = Integer.parseInt(text.strip());
        if (value >= from && value <= to) {
          return value;
        }
      } catch (NumberFormatException notANumber) {
        throw refused(text, this);
      }
      throw refused(text, this);
    }
  }

  record Fraction(double from, double to) implements SettingType<Double> {
    @Override
    public String kind() {
      return "float";
    }

    @Override
    public String expected() {
      return "a number from %s to %s".formatted(from, to);
    }

    @Override
    public Double parse(String text, Map<String, String> environment) {
      try {
        double value = Double.parseDouble(text.strip());
        if (value >= from && value <= to) {
          return value;
        }
      } catch (NumberFormatException notANumber) {
        throw refused(text, this);
      }
      throw refused(text, this);
    }
  }

  record Flag() implements SettingType<Boolean> {
    @Override
    public String kind() {
      return "bool";
    }

    @Override
    public String expected() {
      return "true or false";
    }

    @Override
    public Boolean parse(String text, Map<String, String> environment) {
      return switch (text.strip()) {
        case "true", "TRUE", "True", "t", "T", "1" -> true;
        case "false", "FALSE", "False", "f", "F", "0" -> false;
        default -> throw refused(text, this);
      };
    }
  }

  record Text() implements SettingType<String> {
    @Override
    public String kind() {
      return "string";
    }

    @Override
    public String expected() {
      return "a text";
    }

    @Override
    public String parse(String text, Map<String, String> environment) {
      return text;
    }
  }

  /// One of a closed list of words.
  record Choice(List<String> words) implements SettingType<String> {
    public Choice {
      words = List.copyOf(words);
    }

    @Override
    public String kind() {
      return "choice";
    }

    @Override
    public String expected() {
      return "one of " + String.join(", ", words);
    }

    @Override
    public String parse(String text, Map<String, String> environment) {
      String word = text.strip();
      if (!words.contains(word)) {
        throw refused(text, this);
      }
      return word;
    }
  }

  /// A duration as Go writes it: `1h30m`, `100ms`, `0`.
  record Time(Duration from, Duration to) implements SettingType<Duration> {
    @Override
    public String kind() {
      return "duration";
    }

    @Override
    public String expected() {
      return "a duration such as 100ms, 5s or 1h30m, from %s to %s"
          .formatted(GoDuration.print(from), GoDuration.print(to));
    }

    @Override
    public Duration parse(String text, Map<String, String> environment) {
      Duration value = GoDuration.parse(text.strip()).orElseThrow(() -> refused(text, this));
      if (value.compareTo(from) < 0 || value.compareTo(to) > 0) {
        throw refused(text, this);
      }
      return value;
    }

    @Override
    public String print(Duration value) {
      return GoDuration.print(value);
    }
  }

  record Size(ByteSize from, ByteSize to) implements SettingType<ByteSize> {
    @Override
    public String kind() {
      return "bytes";
    }

    @Override
    public String expected() {
      return "a size such as 4194304, 512KiB or 64MiB, from %s to %s".formatted(from, to);
    }

    @Override
    public ByteSize parse(String text, Map<String, String> environment) {
      ByteSize value = ByteSize.parse(text.strip()).orElseThrow(() -> refused(text, this));
      if (value.bytes() < from.bytes() || value.bytes() > to.bytes()) {
        throw refused(text, this);
      }
      return value;
    }
  }

  record Address() implements SettingType<HostPort> {
    @Override
    public String kind() {
      return "host:port";
    }

    @Override
    public String expected() {
      return "host:port or :port, such as :14250 or 127.0.0.1:14250";
    }

    @Override
    public HostPort parse(String text, Map<String, String> environment) {
      return HostPort.parse(text.strip()).orElseThrow(() -> refused(text, this));
    }
  }

  /// An address to listen on, or nothing, which means: not at all.
  record MaybeAddress() implements SettingType<Optional<HostPort>> {
    @Override
    public String kind() {
      return "host:port or empty";
    }

    @Override
    public String expected() {
      return "host:port or :port, such as :9411 or 127.0.0.1:9411, or nothing";
    }

    @Override
    public Optional<HostPort> parse(String text, Map<String, String> environment) {
      return text.isBlank()
          ? Optional.empty()
          : Optional.of(HostPort.parse(text.strip()).orElseThrow(() -> refused(text, this)));
    }

    @Override
    public String print(Optional<HostPort> value) {
      return value.map(HostPort::toString).orElse("");
    }
  }

  /// Whom to connect to: one or several addresses, or a name whose addresses are all used.
  ///
  /// @param orNone whether the empty text is a value, too
  record Targets(boolean orNone) implements SettingType<String> {
    private static final String DNS = "dns:///";

    @Override
    public String kind() {
      return "host:port list";
    }

    @Override
    public String expected() {
      return "host:port, several separated by commas, or dns:///name:port"
          + (orNone ? ", or nothing" : "");
    }

    @Override
    public String parse(String text, Map<String, String> environment) {
      String targets = text.strip();
      if (orNone && targets.isEmpty()) {
        return targets;
      }
      boolean named = targets.startsWith(DNS);
      List<String> all =
          named
              ? List.of(targets.substring(DNS.length()))
              : List.of(targets.split(",", -1)).stream().map(String::strip).toList();
      if (!all.stream().allMatch(Targets::isTarget)) {
        throw refused(text, this);
      }
      return named ? targets : String.join(",", all);
    }

    private static boolean isTarget(String text) {
      return HostPort.parse(text)
          .filter(target -> target.port() > 0 && target.host().matches("[^/,@\\s]+"))
          .isPresent();
    }
  }

  /// An address to listen on, or a port alone, as Jaeger's older flags have it.
  record PortOrAddress() implements SettingType<HostPort> {
    @Override
    public String kind() {
      return "port or host:port";
    }

    @Override
    public String expected() {
      return "a port or host:port, such as 14267 or 127.0.0.1:14267";
    }

    @Override
    public HostPort parse(String text, Map<String, String> environment) {
      String address = text.indexOf(':') < 0 ? ":" + text.strip() : text.strip();
      return HostPort.parse(address).orElseThrow(() -> refused(text, this));
    }
  }

  /// Words separated by commas; blanks around them and empty words are dropped.
  record Words() implements SettingType<List<String>> {
    @Override
    public String kind() {
      return "list";
    }

    @Override
    public String expected() {
      return "a list separated by commas";
    }

    @Override
    public List<String> parse(String text, Map<String, String> environment) {
      return List.of(text.split(",")).stream()
          .map(String::strip)
          .filter(word -> !word.isEmpty())
          .toList();
    }

    @Override
    public String print(List<String> value) {
      return String.join(",", value);
    }
  }

  /// `key=value` pairs separated by commas; a value `${NAME:default}` is taken from the
  /// environment, as in Jaeger.
  record Tags() implements SettingType<Map<String, String>> {
    @Override
    public String kind() {
      return "tags";
    }

    @Override
    public String expected() {
      return "key=value pairs separated by commas, where a value may be ${ENVIRONMENT_NAME:default}";
    }

    @Override
    public Map<String, String> parse(String text, Map<String, String> environment) {
      return TagList.parse(text, environment).orElseThrow(() -> refused(text, this));
    }

    @Override
    public String print(Map<String, String> value) {
      return TagList.print(value);
    }
  }
}
