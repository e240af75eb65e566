package io.jaegerstack.operator.resolve;

import java.util.List;

/// What became of a custom resource.
public sealed interface Resolution {

  record Resolved(ResolvedStack stack) implements Resolution {}

  /// All problems together, so that they can be mended in one go.
  record Refused(List<Problem> problems) implements Resolution {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
