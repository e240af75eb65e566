package io.jaegerstack.storage.segments;

import io.jaegerstack.storage.segments.block.SealedBlock;
import java.io.IOException;

/// Where sealed blocks are kept. Called by one thread at a time.
public interface Vault {
  /// What there is.
  Shelf shelf();

  /// Where in its payload the next block will begin. Asked before each seal, also one that is tried
  /// again.
  ///
  /// @throws IOException where there is no place for one now
  long nextPayloadAt() throws IOException;

  /// Keeps `block` for good.
  ///
  /// @param journalEnd spans in the journal's parts before this one are in blocks from now on
  /// @throws IOException after which nothing has changed, and the head may be sealed again
  void keep(SealedBlock block, int journalEnd) throws IOException;

  /// Merges what can be merged and lets go of what is too old or too much; now and then, and after
  /// each block.
  ///
  /// @return whether the shelf has changed
  /// @throws IOException after which it is tried again later
  boolean tidy() throws IOException;

  /// Lets go of everything but what is being read.
  void close();
}
