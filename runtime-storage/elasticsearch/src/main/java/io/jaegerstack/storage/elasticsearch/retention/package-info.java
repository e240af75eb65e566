/// What is done to Jaeger's indices from time to time: old ones deleted, new ones begun, old ones
/// taken out of what is searched; with the rules of Jaeger's own cleaner and rollover.
///
/// The storage makes it, commands call it through [io.jaegerstack.storage.Maintenance]. Nothing
/// here runs in a process that serves, and nothing here knows of spans.
@NullMarked
package io.jaegerstack.storage.elasticsearch.retention;

import org.jspecify.annotations.NullMarked;
