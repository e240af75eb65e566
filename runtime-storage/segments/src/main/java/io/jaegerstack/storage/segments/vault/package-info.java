/// A directory with segments: files of spans, their indexes, and the manifest that says which of
/// them count.
///
/// [SegmentDirectory] opens it, with its lock and its log, as an engine; [FileVault] keeps sealed
/// blocks, merges their indexes and lets old segments go. The one package of the engine that knows
/// file names.
@NullMarked
package io.jaegerstack.storage.segments.vault;

import org.jspecify.annotations.NullMarked;
