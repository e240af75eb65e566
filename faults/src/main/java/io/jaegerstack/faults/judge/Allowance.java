package io.jaegerstack.faults.judge;

/// Losses that a scenario brings about on purpose, each with a bound that it states. Everything
/// else must be 0.
///
/// @param lostWithProcess most spans that were in a process when it was killed
/// @param acknowledgedAbsent most spans that were acknowledged and are not stored: held by a
///   collector that was killed, or refused for good by the storage and counted so
public record Allowance(long lostWithProcess, long acknowledgedAbsent) {
  public static final Allowance NONE = new Allowance(0, 0);

  public static Allowance lostWithProcess(long most) {
    return new Allowance(most, 0);
  }

  public Allowance acknowledgedAbsent(long most) {
    return new Allowance(lostWithProcess, most);
  }
}
