package io.jaegerstack.storage.elasticsearch.retention;

import io.jaegerstack.storage.Maintenance.Cleaning;
import java.util.regex.Pattern;

/// Which indices a cleaning removes: those with Jaeger's names under this prefix, and no others,
/// that were created before a moment. What documents still go to stays, however old it is.
///
/// Jaeger's cleaner takes a name that only begins as one of its own, so that with an empty date
/// separator its rollover mode removes daily indices; here the whole name must be one.
final class OldIndices {
  private static final String KINDS = "jaeger-(span|service|dependencies|sampling)-";
  private static final String NUMBER = "\\d{6}";

  private final Pattern name;
  private final Cleaning cleaning;

  /// @param prefix with its dash, or empty
  OldIndices(String prefix, String separator, Cleaning cleaning) {
    this.name = Pattern.compile(Pattern.quote(prefix) + names(separator, cleaning));
    this.cleaning = cleaning;
  }

  private static String names(String separator, Cleaning cleaning) {
    if (cleaning.archive()) {
      return "jaeger-span-archive-" + NUMBER; // an archive of days there is none
    }
    if (cleaning.rollover()) {
      return KINDS + NUMBER;
    }
    String between = Pattern.quote(separator);
    String hour = "(" + between + "\\d{2})?";
    return KINDS + "\\d{4}" + between + "\\d{2}" + between + "\\d{2}" + hour;
  }

  boolean contains(LiveIndex index) {
    return name.matcher(index.name()).matches()
        && index.created().isBefore(cleaning.createdBefore())
        && !index.takesWrites();
  }
}
