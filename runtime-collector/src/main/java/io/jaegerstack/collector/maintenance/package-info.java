/// The commands `storage …`: what is done to a storage by a Job or by hand, in the collector's
/// image and with its settings, instead of serving.
///
/// Called by `main` alone. Nothing here starts a server, and nothing that serves calls it.
@NullMarked
package io.jaegerstack.collector.maintenance;

import org.jspecify.annotations.NullMarked;
