package io.jaegerstack.storage.segments;

/// Keeps spans safe until they are in blocks. Called by one thread at a time.
public interface Journal {
  /// Keeps nothing: for spans that need not outlive the process.
  Journal NONE =
      new Journal() {
        @Override
        public Ticket append(byte[] frame) {
          return () -> {};
        }

        @Override
        public int nextPart() {
          return 0;
        }

        @Override
        public void release(int end) {}
      };

  /// Says when a frame is safe.
  @FunctionalInterface
  interface Ticket {
    /// Returns when it is.
    ///
    /// @throws io.jaegerstack.storage.StorageException where it may not be
    void await();
  }

  /// Takes a frame; it is not written yet when this returns.
  Ticket append(byte[] frame);

  /// Begins a new part with the next frame, and says its number.
  int nextPart();

  /// Parts before number `end` are not needed any more.
  void release(int end);
}
