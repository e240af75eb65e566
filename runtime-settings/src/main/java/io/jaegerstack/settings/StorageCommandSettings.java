package io.jaegerstack.settings;

import java.util.ArrayList;
import java.util.List;

/// Settings of the commands `storage …`, under the names of Jaeger's index cleaner and rollover.
/// What storage they work on is told by the collector's own settings.
public final class StorageCommandSettings {
  /// Jaeger's cleaner has it as its first argument.
  public static final Setting<Integer> DAYS =
      Setting.integer("days", 1, 36_500)
          .byDefault(7)
          .unit("days")
          .says("how many days are kept, today among them; must be given");

  public static final Setting<Boolean> ARCHIVE =
      Setting.flag("archive").says("the archive's indices instead of all others");

  public static final Setting<Boolean> ROLLOVER =
      Setting.flag("rollover").says("indices that rollovers created instead of daily ones");

  public static final Setting<Integer> TIMEOUT =
      Setting.integer("timeout", 1, 3_600)
          .byDefault(120)
          .unit("seconds")
          .says("how long to wait for the servers' agreement");

  public static final Setting<Boolean> SKIP_DEPENDENCIES =
      Setting.flag("skip-dependencies").says("leave the indices of service dependencies alone");

  public static final Setting<Boolean> ADAPTIVE_SAMPLING =
      Setting.flag("adaptive-sampling").says("the indices of adaptive sampling too");

  public static final Setting<String> CONDITIONS =
      Setting.text("conditions")
          .byDefault("{\"max_age\": \"2d\"}")
          .says("when to begin a new index, as the servers' rollover API takes it; {} means now");

  public static final Setting<String> UNIT =
      Setting.choice("unit", "days", "weeks", "months", "years", "hours", "minutes", "seconds")
          .says("what --unit-count counts");

  public static final Setting<Integer> UNIT_COUNT =
      Setting.integer("unit-count", 1, 100_000).says("how many units back indices are searched");

  /// How the titles of the storages' settings begin.
  private static final String STORAGES = "Storage";

  /// Commands by the words that follow `storage`, each with the settings of its own.
  public enum Verb {
    SCHEMA("schema", "create what must be there before the first span, and look at what is there"),
    CHECK("check", "say whether spans can be stored, and if not, why"),
    CLEAN("clean", "delete what is older than --days", DAYS, ARCHIVE, ROLLOVER, TIMEOUT),
    ROLLOVER_INIT(
        "rollover init",
        "create the first indices and the aliases that rollovers need",
        ARCHIVE,
        SKIP_DEPENDENCIES,
        ADAPTIVE_SAMPLING,
        TIMEOUT),
    ROLLOVER_NOW(
        "rollover",
        "begin new indices where --conditions are met",
        CONDITIONS,
        ARCHIVE,
        SKIP_DEPENDENCIES,
        ADAPTIVE_SAMPLING,
        TIMEOUT),
    LOOKBACK(
        "lookback",
        "take indices that are older than --unit-count out of what is searched",
        UNIT,
        UNIT_COUNT,
        ARCHIVE,
        SKIP_DEPENDENCIES,
        ADAPTIVE_SAMPLING,
        TIMEOUT);

    private final String words;
    private final String purpose;
    private final List<Setting<?>> own;

    Verb(String words, String purpose, Setting<?>... own) {
      this.words = words;
      this.purpose = purpose;
      this.own = List.of(own);
    }

    public String words() {
      return words;
    }

    public String purpose() {
      return purpose;
    }

    /// All that the command line and the environment may say.
    public Catalogue catalogue() {
      var groups = new ArrayList<SettingGroup>();
      if (!own.isEmpty()) {
        groups.add(new SettingGroup("Command: storage " + words, own));
      }
      Catalogue.of(Component.COLLECTOR).groups().stream()
          .filter(group -> group.title().startsWith(STORAGES))
          .forEach(groups::add);
      groups.add(TenancySettings.group());
      groups.add(SettingGroup.of("Command: log", AdminSettings.LOG_LEVEL));
      return new Catalogue(Component.COLLECTOR, groups);
    }
  }

  private StorageCommandSettings() {}
}
