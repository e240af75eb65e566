package io.jaegerstack.operator.resolve;

/// One field that cannot be honoured: where it is and what is wrong with it, value and expectation
/// included.
public record Problem(String path, String message) {

  @Override
  public String toString() {
    return path + ": " + message;
  }
}
