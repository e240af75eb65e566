/// A scenario's frame: starts processes and proxies, keeps all that took part, and ends with the
/// judge. Tests of this module and of others call it.
@NullMarked
package io.jaegerstack.faults.scenario;

import org.jspecify.annotations.NullMarked;
