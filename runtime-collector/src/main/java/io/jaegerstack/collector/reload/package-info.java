/// Files of settings that are looked at again while the process runs: what is wrong keeps the last
/// that was right.
///
/// Used by the collector's sampling and its pipeline, which say what a file's text means. Knows
/// none of them.
@NullMarked
package io.jaegerstack.collector.reload;

import org.jspecify.annotations.NullMarked;
