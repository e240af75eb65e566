package io.jaegerstack.fuzzing;

/// What else must hold of an input that was read: slices lie inside of it, another decoder reads
/// the same. Whatever is thrown is a finding. Not part of the measured time and memory.
@FunctionalInterface
public interface Check<T> {
  void check(byte[] input, T decoded) throws Exception;
}
