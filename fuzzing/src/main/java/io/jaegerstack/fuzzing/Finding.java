package io.jaegerstack.fuzzing;

import org.jspecify.annotations.Nullable;

/// An input that a decoder does not stand.
public final class Finding extends AssertionError {
  private static final long serialVersionUID = 1;

  /// How it fails.
  public enum Kind {
    /// Anything thrown that is not one of the target's refusals.
    WRONG_EXCEPTION,
    /// More heap than the allowance.
    ALLOCATION,
    /// More time than the size justifies.
    TIME,
    /// No end.
    HANG,
    /// Read, and not what is in the bytes.
    CONTENT
  }

  private final Kind kind;
  private final transient byte[] input;

  Finding(Kind kind, String what, byte[] input, @Nullable Throwable cause) {
    super(what, cause);
    this.kind = kind;
    this.input = input;
  }

  public Kind kind() {
    return kind;
  }

  /// The input, as small as it was found or made.
  public byte[] input() {
    return input;
  }
}
