package io.jaegerstack.collector.pipeline;

import io.jaegerstack.collector.policy.ServiceRules;
import io.jaegerstack.collector.policy.TagPolicies;
import io.jaegerstack.collector.policy.TagPolicy;
import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.SpanBatch;
import org.jspecify.annotations.Nullable;

/// Applies the operator's rules for tags. Comes after the sanitizers, which give every key and
/// service its final name, and before the tags that the collector itself adds.
final class TagPolicyStage implements Stage {
  private final TagPolicies policies;

  TagPolicyStage(TagPolicies policies) {
    this.policies = policies;
  }

  @Override
  public void apply(SpanBatch batch, Origin origin) {
    TagPolicy policy = policies.current();
    if (policy.isEmpty()) {
      return;
    }
    @Nullable FlatProcess before = null;
    @Nullable FlatProcess after = null;
    @Nullable ServiceRules rules = null;
    for (int i = 0; i < batch.size(); i++) {
      FlatSpan span = batch.span(i);
      if (rules == null || after == null || !span.process.equals(before)) {
        before = span.process;
        rules = policy.of(before.serviceName());
        after = rules.appliedTo(before);
      }
      span.process = after;
      rules.applyTo(span);
    }
  }
}
