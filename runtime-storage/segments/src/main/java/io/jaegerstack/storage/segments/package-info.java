/// The engine under the memory and the local storage: spans come into a searchable head, heads are
/// sealed into blocks in the background, and searches read heads and blocks as one.
///
/// [Engine] is the middle; what differs between memory and files is behind [Vault] (where blocks
/// are) and [Journal] (what is safe before it is sealed). Those two storages use this package;
/// collector and query must not name it. Reasons and formats: `docs/adr/018-segments.md`.
@NullMarked
package io.jaegerstack.storage.segments;

import org.jspecify.annotations.NullMarked;
