package io.jaegerstack.agent.reporter;

/// Takes frames.
public interface FrameIntake {
  /// Takes the frame over, to deliver it or to count it as dropped: of clients that nobody can
  /// answer. Never waits, never throws.
  void report(Frame frame);

  /// Takes the frame over, or leaves its spans with their sender, uncounted; never waits, never
  /// throws. The caller does not touch the frame again.
  Answer offer(Frame frame);

  /// What became of a frame.
  enum Answer {
    /// The frame is the agent's.
    TAKEN("taken"),
    /// No room, because collectors take less than what comes in, or are away.
    QUEUE_FULL("the agent's queue is full"),
    /// The agent ends.
    SHUTTING_DOWN("the agent is shutting down");

    private final String message;

    Answer(String message) {
      this.message = message;
    }

    /// For the sender's log.
    public String message() {
      return message;
    }
  }
}
