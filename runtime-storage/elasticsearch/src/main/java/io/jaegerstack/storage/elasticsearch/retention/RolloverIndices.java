package io.jaegerstack.storage.elasticsearch.retention;

import io.jaegerstack.storage.Maintenance.RolloverSet;
import java.util.ArrayList;
import java.util.List;

/// The names of one kind of indices that are rolled over: numbered ones behind two aliases.
///
/// @param base prefix and kind, such as `prod-jaeger-span`
record RolloverIndices(String base) {
  static final String WRITE = "-write";
  private static final String READ = "-read";

  /// @param prefix with its dash, or empty
  static List<RolloverIndices> of(RolloverSet set, String prefix) {
    if (set.archive()) {
      return List.of(new RolloverIndices(prefix + "jaeger-span-archive"));
    }
    var kinds = new ArrayList<>(List.of("jaeger-span", "jaeger-service"));
    if (set.dependencies()) {
      kinds.add("jaeger-dependencies");
    }
    if (set.sampling()) {
      kinds.add("jaeger-sampling");
    }
    return kinds.stream().map(kind -> new RolloverIndices(prefix + kind)).toList();
  }

  String first() {
    return base + "-000001";
  }

  String readAlias() {
    return base + READ;
  }

  String writeAlias() {
    return base + WRITE;
  }
}
