/// What the receivers of all protocols share: the count of requests that were not what they should
/// be.
///
/// Each protocol has a package of its own below this one. Receivers call the pipeline; the pipeline
/// knows none of them.
@NullMarked
package io.jaegerstack.collector.receiver;

import org.jspecify.annotations.NullMarked;
