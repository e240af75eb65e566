/// Bytes and hashes: what the other packages of the engine write and read with.
///
/// Knows nothing of spans. Used inside the engine only.
@NullMarked
package io.jaegerstack.storage.segments.bytes;

import org.jspecify.annotations.NullMarked;
