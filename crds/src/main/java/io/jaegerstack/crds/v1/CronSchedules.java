package io.jaegerstack.crds.v1;

/// What a CronJob's schedule looks like.
final class CronSchedules {
  /// Five fields, or one of cron's words.
  static final String PATTERN =
      "^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|[-0-9*/,A-Za-z?]+( [-0-9*/,A-Za-z?]+){4})$";

  private CronSchedules() {}
}
