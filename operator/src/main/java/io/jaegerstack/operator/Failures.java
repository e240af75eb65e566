package io.jaegerstack.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.AggregatedOperatorException;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Words for what went wrong in a reconciliation.
final class Failures {

  /// The causes by the workflow's steps, each with the API server's own message. Sorted, so that
  /// the same failures are the same words.
  static String cause(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AggregatedOperatorException aggregated) {
        Map<String, Exception> steps = new TreeMap<>(aggregated.getAggregatedExceptions());
        return steps.entrySet().stream()
            .map(step -> step.getKey() + ": " + words(step.getValue()))
            .collect(Collectors.joining("; "));
      }
    }
    return words(failure);
  }

  /// Whether it is only that an object has changed since it was seen, or that the process is
  /// stopping: neither says anything about the stack, and the next attempt, here or in the next
  /// process, sees more.
  static boolean isPassing(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AggregatedOperatorException aggregated) {
        return aggregated.getAggregatedExceptions().values().stream().allMatch(Failures::isPassing);
      }
      if (cause instanceof RejectedExecutionException
          || (cause instanceof KubernetesClientException refused
              && refused.getCode() == HttpURLConnection.HTTP_CONFLICT)) {
        return true;
      }
    }
    return false;
  }

  /// Whether an object cannot be made because there is one of its name.
  static boolean isConflict(Throwable failure) {
    return isPassing(failure) && cause(failure).contains("cannot be fulfilled");
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
