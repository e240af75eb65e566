package io.jaegerstack.operator.manifests.storage;

import io.jaegerstack.operator.resolve.ResolvedStorage.RetentionTask;
import io.jaegerstack.operator.resolve.ResolvedStorage.Servers;
import io.jaegerstack.settings.StorageCommandSettings;
import io.jaegerstack.settings.StorageCommandSettings.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What is done to a storage by commands of the collector's image, `storage <words>`, one after the
/// other. Each ends with 0 or 1, and its last line, which is its termination message too, is the
/// result in JSON.
///
/// @param name in labels and in the stack's status
/// @param steps the commands
record StorageTask(String name, List<Step> steps) {

  /// One command.
  ///
  /// @param arguments after the command's words
  record Step(Verb verb, List<String> arguments) {
    Step {
      arguments = List.copyOf(arguments);
    }

    Step(Verb verb) {
      this(verb, List.of());
    }

    /// Of the container that runs it.
    String name() {
      return verb.words().replace(' ', '-') + (arguments.contains(ARCHIVE) ? "-archive" : "");
    }
  }

  private static final String ARCHIVE = StorageCommandSettings.ARCHIVE.flag();

  StorageTask {
    steps = List.copyOf(steps);
  }

  /// Makes what must be there before the first span, or looks whether it is.
  static StorageTask schema(Servers servers) {
    var steps = new ArrayList<Step>();
    steps.add(new Step(servers.createsSchema() ? Verb.SCHEMA : Verb.CHECK));
    if (servers.createsSchema() && servers.usesAliases()) {
      steps.add(new Step(Verb.ROLLOVER_INIT));
      if (servers.hasArchive()) {
        steps.add(new Step(Verb.ROLLOVER_INIT, List.of(ARCHIVE)));
      }
    }
    return new StorageTask(TaskManifests.SCHEMA, steps);
  }

  static StorageTask of(RetentionTask task) {
    var verb =
        switch (task.kind()) {
          case CLEAN -> Verb.CLEAN;
          case ROLLOVER -> Verb.ROLLOVER_NOW;
          case LOOKBACK -> Verb.LOOKBACK;
        };
    return new StorageTask(
        task.kind().name().toLowerCase(Locale.ROOT), List.of(new Step(verb, task.arguments())));
  }
}
