/// The log: frames on disk before they are in blocks. What is appended within a short time shares
/// one write and one fsync.
///
/// The engine appends through [CommitLog] and replays through [LogScan] at a start. Records hold
/// frames as bytes; what is in them is not this package's business.
@NullMarked
package io.jaegerstack.storage.segments.log;

import org.jspecify.annotations.NullMarked;
