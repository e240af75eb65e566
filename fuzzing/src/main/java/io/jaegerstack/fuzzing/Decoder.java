package io.jaegerstack.fuzzing;

/// What is fuzzed: bytes from outside to something inside.
@FunctionalInterface
public interface Decoder<T> {
  /// @throws Exception one of the target's refusals; anything else is a finding
  T decode(byte[] input) throws Exception;
}
