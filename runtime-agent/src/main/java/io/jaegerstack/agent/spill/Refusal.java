package io.jaegerstack.agent.spill;

/// Why the log did not take a frame, which then stays where it was: in memory. The words are label
/// values of metrics.
public enum Refusal {
  /// The cap of bytes is reached.
  FULL("full"),
  /// Larger than a segment.
  TOO_LARGE("too-large"),
  /// The disk is slower than what is appended: too many bytes wait to be written.
  BEHIND("behind"),
  /// The disk failed or is full, or the directory cannot be used; tried again after a pause.
  DISK("disk"),
  /// After the end.
  CLOSED("closed");

  private final String label;

  Refusal(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
