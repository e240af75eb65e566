/// Certificates for tests: of this module, and of those that listen or connect with TLS, which get
/// this package as a jar of its own.
@NullMarked
package io.jaegerstack.settings.tls.authority;

import org.jspecify.annotations.NullMarked;
