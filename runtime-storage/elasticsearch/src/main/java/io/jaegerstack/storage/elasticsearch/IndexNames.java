package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_INDEX_DATE_SEPARATOR;
import static io.jaegerstack.settings.StorageSettings.ES_INDEX_PREFIX;

import io.jaegerstack.settings.EsIndexSettings;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Names of Jaeger's indices: prefix, kind, and either a date in UTC or a number that rollovers
/// count up, behind an alias for reading and one for writing.
public final class IndexNames {
  /// What an index keeps; the word is part of its name.
  public enum Kind {
    SPAN("jaeger-span"),
    SERVICE("jaeger-service"),
    DEPENDENCIES("jaeger-dependencies"),
    SAMPLING("jaeger-sampling"),
    /// Spans that somebody archived; in one index for all days.
    ARCHIVE("jaeger-span-archive");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /// What an index name may be made of, without upper case (`MetadataCreateIndexService`).
  private static final Pattern LEGAL = Pattern.compile("[^\\\\/*?\"<>| ,#:\\p{Cntrl}\\p{Lu}]*");

  private static final String FIRST = "-000001";

  private final String prefix;
  private final boolean aliases;
  private final Map<Kind, IndexDates> dates = new EnumMap<>(Kind.class);

  private IndexNames(String prefix, boolean aliases, SettingValues settings) {
    this.prefix = prefix.isEmpty() || prefix.endsWith("-") ? prefix : prefix + "-";
    this.aliases = aliases;
    String separator = settings.value(ES_INDEX_DATE_SEPARATOR);
    dates.put(Kind.SPAN, of(separator, settings.value(EsIndexSettings.ROLLOVER_SPANS)));
    dates.put(Kind.SERVICE, of(separator, settings.value(EsIndexSettings.ROLLOVER_SERVICES)));
    dates.put(Kind.SAMPLING, of(separator, settings.value(EsIndexSettings.ROLLOVER_SAMPLING)));
    dates.put(Kind.DEPENDENCIES, of(separator, "day"));
  }

  private static IndexDates of(String separator, String frequency) {
    return new IndexDates(separator, frequency.equals("hour"));
  }

  /// @throws SettingException where a name would not be one
  public static IndexNames of(SettingValues settings) {
    String prefix = settings.value(ES_INDEX_PREFIX);
    String separator = settings.value(ES_INDEX_DATE_SEPARATOR);
    refuseIllegal(prefix, ES_INDEX_PREFIX.flag());
    refuseIllegal(separator, ES_INDEX_DATE_SEPARATOR.flag());
    if (!prefix.isEmpty() && "-_+.".indexOf(prefix.charAt(0)) >= 0) {
      throw new SettingException(
          "%s is \"%s\", expected one that does not begin with - _ + or ."
              .formatted(ES_INDEX_PREFIX.flag(), prefix));
    }
    boolean aliases = settings.value(EsIndexSettings.USE_ALIASES);
    if (settings.value(EsIndexSettings.USE_ILM) && !aliases) {
      throw new SettingException(
          "%s is true and %s is not, expected both: a lifecycle rolls over what an alias names"
              .formatted(EsIndexSettings.USE_ILM.flag(), EsIndexSettings.USE_ALIASES.flag()));
    }
    return new IndexNames(prefix, aliases, settings);
  }

  private static void refuseIllegal(String part, String flag) {
    if (!LEGAL.matcher(part).matches()) {
      throw new SettingException(
          "%s is \"%s\", expected lower case without \\ / * ? \" < > | , # : and blanks"
              .formatted(flag, part));
    }
  }

  /// What goes before every name, with its dash; empty where there is nothing.
  String prefix() {
    return prefix;
  }

  /// Whether aliases stand for the indices of `kind`. Jaeger keeps what sampling learns in indices
  /// of a day, whatever the others are.
  public boolean isAliased(Kind kind) {
    return aliases && kind != Kind.SAMPLING;
  }

  /// The template's name, and the beginning of all names of `kind`.
  public String base(Kind kind) {
    return prefix + kind.word;
  }

  /// What a document of `kind` and of `time` is written to: an index, or an alias.
  public String target(Kind kind, Instant time) {
    if (isAliased(kind)) {
      return writeAlias(kind);
    }
    IndexDates dated = dates.get(kind);
    return dated == null ? base(kind) : base(kind) + "-" + dated.of(time);
  }

  public String writeAlias(Kind kind) {
    return base(kind) + "-write";
  }

  public String readAlias(Kind kind) {
    return base(kind) + "-read";
  }

  /// The first index behind the aliases.
  public String first(Kind kind) {
    return base(kind) + FIRST;
  }

  /// Every index of `kind`, as a pattern for templates. That of spans fits the archive's too, as
  /// Jaeger's does.
  public String pattern(Kind kind) {
    return kind == Kind.ARCHIVE ? base(kind) + "*" : base(kind) + "-*";
  }

  /// All that there is to read of `kind`, for the path of a request.
  public String all(Kind kind) {
    if (isAliased(kind)) {
      return readAlias(kind);
    }
    return switch (kind) {
      case ARCHIVE -> base(kind);
      case SPAN -> pattern(kind) + ",-" + pattern(Kind.ARCHIVE);
      case SERVICE, DEPENDENCIES, SAMPLING -> pattern(kind);
    };
  }

  /// The indices that hold anything from `from` to `to`, for the path of a request.
  public String between(Kind kind, Instant from, Instant to) {
    IndexDates dated = dates.get(kind);
    return isAliased(kind) || dated == null
        ? all(kind)
        : dated.between(base(kind) + "-", from, to).orElseGet(() -> all(kind));
  }
}
