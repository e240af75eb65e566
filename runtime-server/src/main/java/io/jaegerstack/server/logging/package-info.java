/// The logging backend behind SLF4J: one `key=value` line per event on standard error. Found by
/// SLF4J through `ServiceLoader`; nobody else calls it but `Logging`, which sets the level.
@NullMarked
package io.jaegerstack.server.logging;

import org.jspecify.annotations.NullMarked;
