package io.jaegerstack.crds.v1;

/// Kinds of sampling strategy, spelled as in Jaeger's sampling file.
public enum SamplingType {
  /// Each trace is kept with the same probability.
  probabilistic,
  /// At most so many traces per second and client.
  ratelimiting
}
