package io.jaegerstack.collector.policy;

import io.jaegerstack.model.FlatLog;
import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import java.util.List;

/// The rules of one policy for the services that have the same ones.
public final class ServiceRules {
  private final PlaceRules span;
  private final PlaceRules process;
  private final PlaceRules log;

  ServiceRules(List<CountedRule> rules) {
    this.span = new PlaceRules(rules, Place.SPAN);
    this.process = new PlaceRules(rules, Place.PROCESS);
    this.log = new PlaceRules(rules, Place.LOG);
  }

  /// `original` itself where no rule is about its tags.
  public FlatProcess appliedTo(FlatProcess original) {
    if (process.isEmpty()) {
      return original;
    }
    FlatTags tags = process.appliedTo(original.tags());
    return tags == original.tags() ? original : new FlatProcess(original.serviceName(), tags);
  }

  /// Changes the tags of `changed` and of its logs, in place; its process is left alone, because
  /// other spans have it too.
  public void applyTo(FlatSpan changed) {
    if (!span.isEmpty()) {
      changed.tags = span.appliedTo(changed.tags);
    }
    if (!log.isEmpty()) {
      applyToLogs(changed);
    }
  }

  private void applyToLogs(FlatSpan changed) {
    boolean isCopied = false;
    for (int i = 0; i < changed.logs.length; i++) {
      FlatLog original = changed.logs[i];
      FlatTags fields = log.appliedTo(original.fields());
      if (fields != original.fields()) {
        changed.logs = isCopied ? changed.logs : changed.logs.clone();
        isCopied = true;
        changed.logs[i] = new FlatLog(original.timeNanos(), fields);
      }
    }
  }
}
