package io.jaegerstack.storage.contract;

/// Something that a storage's schema does not allow; declared by the backend together with its
/// reason.
public enum Gap {
  /// Times are kept in microseconds.
  NANOSECONDS,
  /// Operations are known without their span kind.
  SPAN_KINDS,
  /// A float64 keeps ten significant digits.
  FLOAT_DIGITS,
  /// Names and values of more than 256 characters are kept, but not found.
  LONG_TEXTS,
  /// Binary tags are kept, but not found.
  BINARY_SEARCH,
  /// Of spans of a service in the same microsecond, some are not found by the time alone.
  SAME_MICROSECOND,
  /// Dependencies are written by a job, not computed from spans.
  DEPENDENCIES
}
