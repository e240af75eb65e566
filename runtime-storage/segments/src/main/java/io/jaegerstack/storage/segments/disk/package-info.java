/// What the engine asks of a file system, and no more, so that a test can be the file system that
/// loses power ([Disk]); pages of files with their checksums ([PagedFile]).
///
/// Used by the log and the segments of a directory; knows neither spans nor blocks.
@NullMarked
package io.jaegerstack.storage.segments.disk;

import org.jspecify.annotations.NullMarked;
