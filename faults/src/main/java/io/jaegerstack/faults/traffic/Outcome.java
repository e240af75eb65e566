package io.jaegerstack.faults.traffic;

/// What a sender knows of a batch.
///
/// @param detail the answer in words
/// @param hasRetryHint whether a refusal said when to come back
public record Outcome(Kind kind, String detail, boolean hasRetryHint) {
  public enum Kind {
    /// A datagram: nobody answers.
    UDP,
    /// Taken, says the receiver.
    ACKED,
    /// Not taken, says the receiver.
    REFUSED,
    /// Nobody could be reached, so nobody has it.
    UNSENT,
    /// Sent, and no answer.
    UNKNOWN
  }

  public static Outcome udp() {
    return new Outcome(Kind.UDP, "", false);
  }

  public static Outcome acked() {
    return new Outcome(Kind.ACKED, "", false);
  }

  public static Outcome refused(String detail, boolean hasRetryHint) {
    return new Outcome(Kind.REFUSED, detail, hasRetryHint);
  }

  public static Outcome unsent(String detail) {
    return new Outcome(Kind.UNSENT, detail, false);
  }

  public static Outcome unknown(String detail) {
    return new Outcome(Kind.UNKNOWN, detail, false);
  }

  /// Of several attempts with the same spans: an OK counts, and silence is remembered beside
  /// refusals.
  public Outcome after(Outcome before) {
    boolean stays =
        before.kind == Kind.ACKED || (before.kind == Kind.UNKNOWN && kind != Kind.ACKED);
    return stays ? before : this;
  }
}
