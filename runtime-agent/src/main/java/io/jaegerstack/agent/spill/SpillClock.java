package io.jaegerstack.agent.spill;

/// Two clocks: one that never jumps and means nothing after a restart, and one that does both the
/// other way round.
interface SpillClock {
  SpillClock SYSTEM =
      new SpillClock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public long wallMillis() {
          return System.currentTimeMillis();
        }
      };

  long nanos();

  long wallMillis();
}
