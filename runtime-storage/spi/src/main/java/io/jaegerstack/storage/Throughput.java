package io.jaegerstack.storage;

import java.util.Set;

/// How many traces began with an operation.
///
/// @param probabilities with which they were sampled, as their spans say it
public record Throughput(String service, String operation, long count, Set<String> probabilities) {
  public Throughput {
    probabilities = Set.copyOf(probabilities);
  }
}
