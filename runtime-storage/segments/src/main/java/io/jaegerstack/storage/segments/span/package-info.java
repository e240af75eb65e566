/// A span as bytes on its own (a *frame* holds those of one batch), the terms by which it is found,
/// and the exact question whether it matches a search.
///
/// The log and the head keep frames. Written by callers' threads through [FrameEncoder]; read by
/// the head, by seals and by searches.
@NullMarked
package io.jaegerstack.storage.segments.span;

import org.jspecify.annotations.NullMarked;
