package io.jaegerstack.collector.pipeline;

/// What became of the spans of a batch. Together they are all that the batch had.
///
/// @param stored the storage acknowledged them
/// @param dropped counted in the ledger with a reason
/// @param returned could not be stored for now: they are the sender's again
/// @param undecided the storage refused them for good, which is not counted yet, because their
///   sender may have to send them again with others; zero but for a [Completion#isPart()]
public record Settlement(int stored, int dropped, int returned, int undecided) {
  public Settlement(int stored, int dropped, int returned) {
    this(stored, dropped, returned, 0);
  }

  public Settlement plus(Settlement other) {
    return new Settlement(
        stored + other.stored,
        dropped + other.dropped,
        returned + other.returned,
        undecided + other.undecided);
  }
}
