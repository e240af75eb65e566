package io.jaegerstack.storage.segments.disk;

import io.jaegerstack.storage.segments.block.WeightedCache;

/// Pages of files that were read lately, shared by all files of a store.
public final class PageCache {
  record Place(PagedFile file, int page) {}

  final WeightedCache<Place, byte[]> pages;

  /// @param most of all pages, bytes
  public PageCache(long most) {
    pages = new WeightedCache<>(most, page -> page.length);
  }
}
