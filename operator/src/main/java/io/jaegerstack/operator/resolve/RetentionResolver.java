package io.jaegerstack.operator.resolve;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jaegerstack.crds.v1.LookbackSpec;
import io.jaegerstack.crds.v1.LookbackUnit;
import io.jaegerstack.crds.v1.RetentionSpec;
import io.jaegerstack.crds.v1.RolloverConditionsSpec;
import io.jaegerstack.crds.v1.RolloverSpec;
import io.jaegerstack.operator.resolve.ResolvedStorage.RetentionTask;
import io.jaegerstack.operator.resolve.ResolvedStorage.RetentionTask.Kind;
import io.jaegerstack.settings.Setting;
import io.jaegerstack.settings.StorageCommandSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Defaults of what sees to old indices; schedules and conditions are those of Jaeger's operator.
final class RetentionResolver {
  private static final String CLEAN_AT = "55 23 * * *";
  private static final String ROLL_OVER_AT = "0 0 * * *";
  private static final String LOOK_BACK_AT = "5 0 * * *";
  private static final String MAX_AGE = "2d";

  /// @param usesAliases whether indices have numbers, and not days
  static List<RetentionTask> tasks(@Nullable RetentionSpec spec, boolean usesAliases) {
    if (spec == null) {
      return List.of();
    }
    var tasks = new ArrayList<RetentionTask>();
    if (spec.days() != null) {
      var days = flag(StorageCommandSettings.DAYS, spec.days());
      tasks.add(
          new RetentionTask(
              Kind.CLEAN,
              requireNonNullElse(spec.schedule(), CLEAN_AT),
              usesAliases
                  ? List.of(days, flag(StorageCommandSettings.ROLLOVER, true))
                  : List.of(days)));
    }
    if (spec.rollover() != null) {
      tasks.add(rollover(spec.rollover()));
    }
    if (spec.lookback() != null) {
      tasks.add(lookback(spec.lookback()));
    }
    return tasks;
  }

  private static RetentionTask rollover(RolloverSpec spec) {
    return new RetentionTask(
        Kind.ROLLOVER,
        requireNonNullElse(spec.schedule(), ROLL_OVER_AT),
        List.of(flag(StorageCommandSettings.CONDITIONS, conditions(spec.conditions()))));
  }

  /// In the servers' own words.
  private static String conditions(@Nullable RolloverConditionsSpec spec) {
    var conditions = JsonNodeFactory.instance.objectNode();
    if (spec != null) {
      if (spec.maxAge() != null) {
        conditions.put("max_age", spec.maxAge());
      }
      if (spec.maxDocs() != null) {
        conditions.put("max_docs", spec.maxDocs());
      }
      if (spec.maxSize() != null) {
        conditions.put("max_size", spec.maxSize());
      }
    }
    return conditions.isEmpty()
        ? conditions.put("max_age", MAX_AGE).toString()
        : conditions.toString();
  }

  private static RetentionTask lookback(LookbackSpec spec) {
    return new RetentionTask(
        Kind.LOOKBACK,
        requireNonNullElse(spec.schedule(), LOOK_BACK_AT),
        List.of(
            flag(StorageCommandSettings.UNIT, requireNonNullElse(spec.unit(), LookbackUnit.days)),
            flag(StorageCommandSettings.UNIT_COUNT, requireNonNullElse(spec.count(), 1))));
  }

  private static String flag(Setting<?> setting, Object value) {
    return setting.flag() + "=" + value;
  }

  private RetentionResolver() {}
}
