package io.jaegerstack.storage;

/// Room in memory that one answer may take, out of what all answers of the process share. Readers
/// take it before they make spans, through a [TraceRoom]. For one thread at a time.
public interface Room {
  /// What became of a wish for room.
  enum Taken {
    YES,
    /// Others have it; trying later may help.
    BUSY,
    /// It is more than there is for all answers together.
    NEVER
  }

  /// Room without a bound, for tests and for traces that are known to be small.
  Room UNBOUNDED =
      new Room() {
        @Override
        public Taken take(long bytes) {
          return Taken.YES;
        }

        @Override
        public void giveBack(long bytes) {}

        @Override
        public long limit() {
          return Long.MAX_VALUE;
        }
      };

  /// Takes `bytes`, and waits a bounded time where others have them.
  Taken take(long bytes);

  /// Gives back some of what was taken.
  void giveBack(long bytes);

  /// What there is for all answers together, bytes.
  long limit();
}
