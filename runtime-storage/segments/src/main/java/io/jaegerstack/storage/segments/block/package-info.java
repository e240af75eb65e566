/// A block: the spans of one head as they are kept for good, packed in chunks of whole traces, and
/// the index over them.
///
/// [Seal] makes a block of a head; [IndexMerge] makes one index of those of several blocks without
/// touching their spans; searches read through [Block]. Where the bytes are (memory, files) is the
/// business of [Pages] and [Payload], which the engine brings.
@NullMarked
package io.jaegerstack.storage.segments.block;

import org.jspecify.annotations.NullMarked;
