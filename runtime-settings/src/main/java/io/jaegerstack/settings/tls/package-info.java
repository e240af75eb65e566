/// What the TLS settings point at: PEM files, read and checked at start, read again while the
/// process runs, and the `SSLContext` that follows them. Called by the runtimes' servers and
/// clients and by the storages, which is why it lies beside the settings and knows neither Netty
/// nor metrics; who calls decides when to look at the files and what to tell of it.
@NullMarked
package io.jaegerstack.settings.tls;

import org.jspecify.annotations.NullMarked;
