package io.jaegerstack.storage.segments;

import io.jaegerstack.storage.segments.block.Block;
import java.util.List;

/// The blocks that a vault has, and what has to stay there while they are read.
public record Shelf(List<Block> blocks, List<Shared> shared) {
  public Shelf {
    blocks = List.copyOf(blocks);
    shared = List.copyOf(shared);
  }
}
