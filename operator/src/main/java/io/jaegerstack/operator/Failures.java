package io.jaegerstack.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.AggregatedOperatorException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Words for what went wrong in a reconciliation.
final class Failures {

  /// The causes by the workflow's steps, each with the API server's own message. Sorted, so that
  /// the same failures are the same words.
  static String cause(Throwable failure) {
    if (failure instanceof AggregatedOperatorException aggregated) {
      Map<String, Exception> causes = new TreeMap<>(aggregated.getAggregatedExceptions());
      return causes.entrySet().stream()
          .map(step -> step.getKey() + ": " + words(step.getValue()))
          .collect(Collectors.joining("; "));
    }
    return words(failure);
  }

  private static String words(Throwable failure) {
    Throwable deepest = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      deepest = cause;
      if (cause instanceof KubernetesClientException refused && refused.getStatus() != null) {
        return orClass(refused.getStatus().getMessage(), refused);
      }
    }
    return orClass(deepest.getMessage(), deepest);
  }

  private static String orClass(@Nullable String message, Throwable failure) {
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private Failures() {}
}
