/// What stands between two processes and breaks on purpose: connections in `FaultProxy`, HTTP
/// requests in `HttpFaultProxy`. Both listen on loopback, count what they broke, and say in a log
/// in which order. Scenarios set the rules; a proxy without rules is a wire.
@NullMarked
package io.jaegerstack.faults.proxy;

import org.jspecify.annotations.NullMarked;
