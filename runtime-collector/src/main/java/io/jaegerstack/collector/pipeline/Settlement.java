package io.jaegerstack.collector.pipeline;

/// What became of the spans of a batch. Together they are all that the batch had.
///
/// @param stored the storage acknowledged them
/// @param dropped counted in the ledger with a reason
/// @param returned could not be stored for now: they are the sender's again
public record Settlement(int stored, int dropped, int returned) {
  public Settlement plus(Settlement other) {
    return new Settlement(
        stored + other.stored, dropped + other.dropped, returned + other.returned);
  }
}
