package io.jaegerstack.fuzzing;

/// Heap that a decoder may allocate for one input, beside what the input takes itself.
///
/// @param perByte bytes for each byte of the input
/// @param constant bytes for any input, however short
public record Allowance(long perByte, long constant) {
  long of(int length) {
    return constant + perByte * length;
  }

  @Override
  public String toString() {
    return "%d × length + %d".formatted(perByte, constant);
  }
}
