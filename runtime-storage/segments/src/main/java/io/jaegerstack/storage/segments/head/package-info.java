/// The newest spans, in memory and searchable at once: what is not sealed into a block yet.
///
/// The engine adds to one [Head] and freezes it when it is full; searches look at any number of
/// them, and the seal of a frozen one reads it whole. Knows nothing of files.
@NullMarked
package io.jaegerstack.storage.segments.head;

import org.jspecify.annotations.NullMarked;
