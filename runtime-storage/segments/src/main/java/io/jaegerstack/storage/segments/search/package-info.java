/// Finds and loads traces in any number of heads and blocks.
///
/// The engine hands over what there is at one moment; everything here only reads, and takes room
/// before it makes spans.
@NullMarked
package io.jaegerstack.storage.segments.search;

import org.jspecify.annotations.NullMarked;
