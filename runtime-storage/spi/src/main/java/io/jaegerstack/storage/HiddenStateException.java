package io.jaegerstack.storage;

/// A storage is there, and does not let us look at its state. What is written and read meanwhile
/// shows whether it can be used; that it hides its state is no sign of a failure.
public final class HiddenStateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public HiddenStateException(String message) {
    super(message);
  }
}
