/// What happens to tags on their way to the storage by the operator's own rules: some are added,
/// dropped, redacted, or replaced by a hash.
///
/// Rules come from a file, and the pipeline applies them to its batches. Knows neither receivers
/// nor the storage.
@NullMarked
package io.jaegerstack.collector.policy;

import org.jspecify.annotations.NullMarked;
