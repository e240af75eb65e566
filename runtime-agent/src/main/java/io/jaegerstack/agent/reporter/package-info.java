/// Batches to the collector: a queue bounded in bytes, requests that carry many small batches,
/// retries, and an account of what could not be delivered. Processors hand batches in and never
/// wait.
@NullMarked
package io.jaegerstack.agent.reporter;

import org.jspecify.annotations.NullMarked;
