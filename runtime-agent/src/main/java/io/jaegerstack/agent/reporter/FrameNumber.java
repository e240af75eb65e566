package io.jaegerstack.agent.reporter;

/// The number that a frame keeps, however often it is sent.
///
/// @param sequence within its numbering
public record FrameNumber(FrameNumbers numbers, long sequence) {
  /// It has a receipt, or nobody will send it any more.
  void settle() {
    numbers.settle(sequence);
  }
}
